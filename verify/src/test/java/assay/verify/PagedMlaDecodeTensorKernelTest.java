package assay.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Completion;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.numerics.BFloat16;
import assay.spec.Model;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tensor-core kernel at the shapes it is made for, on the emulator with every check. */
final class PagedMlaDecodeTensorKernelTest {

  @ParameterizedTest
  @EnumSource
  void agreesWithTheGoldenModelAtV2Lite(Completion completion) {
    withinBudget(
        PagedMlaDecodeProblems.model(
            Model.DEEPSEEK_V2_LITE, List.of(300, 0, 1, 64), Pattern.NEEDLES, 5),
        completion);
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheGoldenModelAtV3(Completion completion) {
    withinBudget(
        PagedMlaDecodeProblems.model(Model.DEEPSEEK_V3, List.of(150), Pattern.NORMAL, 6),
        completion);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 12, 16, 17, 40, 65})
  void anyNumberOfHeads(int heads) {
    withinBudget(
        PagedMlaDecodeProblems.model(Model.DEEPSEEK_V2_LITE, List.of(70), Pattern.MARKERS, heads)
            .withHeads(heads),
        Completion.LATEST);
  }

  @Test
  void theLauncherSaysWhatItChose() {
    assertEquals(
        "paged_mla_decode_tensor_16: 16 heads a block, splits of 128 keys, at most 3,"
            + " 93440 bytes of shared memory",
        plan("heads=6 latent=512 rope=64 lengths=300,0,1"));
    assertEquals(
        "paged_mla_decode_tensor_64: 64 heads a block, splits of 128 keys, at most 1,"
            + " 53760 bytes of shared memory",
        plan("heads=40 latent=128 rope=20 lengths=128"));
    assertEquals(
        "paged_mla_decode_tensor_16: 16 heads a block, splits of 128 keys, at most 8,"
            + " 11520 bytes of shared memory",
        plan("heads=16 latent=16 rope=8 lengths=1000,33"));
  }

  @Test
  void otherWidths_areUnsupported() {
    assertEquals(
        "latent + rope is 578; paged_mla_decode_tensor takes up to 576",
        assertThrows(UnsupportedProblem.class, () -> plan("latent=512 rope=66 lengths=1"))
            .getMessage());
    assertEquals(
        "latent is 514; paged_mla_decode_tensor takes even widths up to 512",
        assertThrows(UnsupportedProblem.class, () -> plan("latent=514 rope=0 lengths=1"))
            .getMessage());
  }

  private static String plan(String recipe) {
    try (PagedMlaDecodeTensorKernel kernel =
        new PagedMlaDecodeTensorKernel(
            new EmulatedDevice(Checks.ALL), EmulatedTensor.committed())) {
      return kernel
          .plan(Recipes.parse(GoldenOperators.pagedMlaDecode(), recipe).problem())
          .toString();
    }
  }

  /**
   * Values that cancel show it where parts are kept in bf16; others hide it in the output's own.
   */
  @ParameterizedTest
  @CsvSource({"opposed,false", "normal,true"})
  void partsInBfloat16_areSeenWhereValuesCancel(String pattern, boolean unseen) {
    String narrowing = "cvt.rn.bf16.f32 %%narrow, $%d; cvt.f32.bf16 $%d, %%narrow; ";
    String edited =
        EmulatedTensor.committed()
            .text()
            .replaceAll(
                "st\\.global\\.v2\\.f32\\s+(\\S+), \\{(%f\\d+), (%f\\d+)};",
                "{ .reg .b16 %narrow; "
                    + narrowing.formatted(2, 2)
                    + narrowing.formatted(3, 3)
                    + "st.global.v2.f32 $1, {$2, $3}; }");
    String recipe = "heads=2 latent=512 rope=2 lengths=256 gain=1e-6 pattern=" + pattern;
    Finding finding =
        EmulatedTensor.properties(
                EmulatedTensor.subject(
                    "narrow",
                    EmulatedTensor.kernel(new PtxSource("narrow", edited), Completion.LATEST)))
            .getFirst()
            .examine(PagedMlaDecodeRecipe.parse(recipe));
    assertEquals(unseen, finding.passed(), finding::toString);
  }

  /** Whole tiles and splits of minus infinity leave no more than ones far below zero do. */
  @ParameterizedTest
  @CsvSource({"40,100", "160,200", "0,33"})
  void scoresOfMinusInfinity_haveNoWeightBesideFiniteOnes(int infinite, int keys) {
    Result low = resultWithLowKeys(infinite, keys, -1e30f);
    Result lowest = resultWithLowKeys(infinite, keys, Float.NEGATIVE_INFINITY);
    assertFalse(Double.isNaN(low.tensor("lseNats").values()[0]));
    for (String tensor : List.of("out", "lseNats")) {
      assertArrayEquals(low.tensor(tensor).values(), lowest.tensor(tensor).values());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 160})
  void scoresOfMinusInfinityAlone_areNaN(int keys) {
    Result result = resultWithLowKeys(keys, keys, Float.NEGATIVE_INFINITY);
    for (String tensor : List.of("out", "lseNats")) {
      assertTrue(Arrays.stream(result.tensor(tensor).values()).allMatch(Double::isNaN));
    }
  }

  /**
   * The first {@code low} of the keys have a feature of this value, and every query has 1 there.
   */
  private static Result resultWithLowKeys(int low, int keys, float value) {
    Problem problem =
        PagedMlaDecodeProblems.model(Model.DEEPSEEK_V2_LITE, List.of(keys), Pattern.NORMAL, 3)
            .withHeads(3)
            .problem();
    int last = problem.width() - 1;
    for (int row = 0; row < problem.rows(); row++) {
      problem.query().set((long) row * problem.width() + last, 1);
    }
    PagedLatentCache cache = problem.cache();
    for (int t = 0; t < low; t++) {
      long at = 2L * (slot(cache, t) * problem.width() + last);
      cache.bytes().set(ValueLayout.JAVA_SHORT_UNALIGNED, at, BFloat16.fromFloat(value));
    }
    return EmulatedTensor.honest(Completion.LATEST).implementation().run(problem);
  }

  private static long slot(PagedLatentCache cache, int key) {
    return (long) cache.pageTable()[key / cache.pageSize()] * cache.pageSize()
        + key % cache.pageSize();
  }

  private static void withinBudget(PagedMlaDecodeRecipe recipe, Completion completion) {
    Problem problem = recipe.problem();
    Subject<Problem> subject = EmulatedTensor.honest(completion);
    Comparison comparison =
        Judge.compare(
            Emulated.GOLDEN.expect(problem, subject.contract()),
            subject.implementation().run(problem));
    assertTrue(comparison.withinBudget(), () -> recipe + ": " + comparison);
  }
}
