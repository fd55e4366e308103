package assay.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.emulator.Checks;
import assay.gpu.emulator.machine.Completion;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.Implementation;
import assay.spec.Model;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.ScaleReading;
import assay.spec.UnsupportedProblem;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Decode over FP8 under scales, on the emulator: every property, and bugs of its own. Races are
 * looked for in pages of whole tiles: in smaller ones each warp of 16 heads has its keys to itself.
 */
final class PagedMlaDecodeFp8KernelTest {

  private static final KernelUnderTest<Problem> KERNEL = KernelUnderTest.PAGED_MLA_DECODE_FP8;
  private static final KernelRaces<Problem> RACES =
      new KernelRaces<>(
          KERNEL,
          Map.of(
              "paged_mla_decode_fp8_16",
              KernelProblems.fp8(16, 64, 100),
              "paged_mla_decode_fp8_64",
              KernelProblems.fp8(20, 64, 100)));

  @TestFactory
  Stream<DynamicTest> theKernelHasEveryProperty() {
    return KernelProperties.of(KERNEL);
  }

  @Test
  void agreesWithTheGoldenModelAtV2Lite() {
    KernelAgreement.assertAt(KERNEL, Model.DEEPSEEK_V2_LITE);
  }

  @Test
  void agreesWithTheGoldenModelAtV32() {
    KernelAgreement.assertAt(KERNEL, Model.DEEPSEEK_V3_2);
  }

  @Test
  void agreesWithTheGoldenModelAtMiniCpm3() {
    KernelAgreement.assertAt(KERNEL, Model.MINICPM3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 17, 65})
  void anyNumberOfHeads_overKeysThatAreSplit(int heads) {
    KernelAgreement.assertWithinBudget(KERNEL, KernelProblems.fp8(heads, 300));
  }

  @Test
  void otherFormats_areRefused() {
    KernelAgreement.assertRefusesTheRest(KERNEL, GoldenOperators.pagedMlaDecode()::small);
  }

  @Test
  void scalesThatAreReadInAnotherWay_areRefused() {
    Problem problem = KernelProblems.fp8(1, 3);
    PagedLatentCache cache = problem.cache();
    PagedLatentCache other =
        new PagedLatentCache(
            cache.pageSize(),
            new Fp8DsMlaLayout(512, 64, ScaleReading.UE8M0),
            cache.bytes(),
            cache.pagesPerSequence(),
            cache.pageTable(),
            cache.lengths());
    assertThrows(
        UnsupportedProblem.class, () -> run(Completion.LATEST).run(problem.withCache(other)));
  }

  @Test
  void aScaleThatIsNoPowerOfTwo_isRefused_wherePartOfASequence() {
    Problem problem = KernelProblems.fp8(1, 3);
    MemorySegment bytes = problem.cache().bytes();
    long key = (long) problem.cache().pageTable()[0] * problem.cache().bytesPerPage();
    bytes.set(ValueLayout.JAVA_FLOAT_UNALIGNED, key + 3 * 656 + 516, 0.75f);
    run(Completion.LATEST).run(problem);
    bytes.set(ValueLayout.JAVA_FLOAT_UNALIGNED, key + 2 * 656 + 516, 0.75f);
    assertThrows(UnsupportedProblem.class, () -> run(Completion.LATEST).run(problem));
  }

  /** Every code, NaN and both zeros among them, as the first latent of a key that is alone. */
  @Test
  void everyCodeIsReadExactly() {
    Implementation<Problem> kernel = run(Completion.LATEST);
    Problem problem = KernelProblems.fp8(1, 1);
    MemorySegment bytes = problem.cache().bytes();
    long key = (long) problem.cache().pageTable()[0] * problem.cache().bytesPerPage();
    double[] found = new double[256];
    double[] expected = new double[256];
    for (int code = 0; code < 256; code++) {
      bytes.set(ValueLayout.JAVA_BYTE, key + 3, (byte) code);
      bytes.set(ValueLayout.JAVA_FLOAT_UNALIGNED, key + 512, 0.5f);
      found[code] = kernel.run(problem).tensor("out").values()[3];
      double value = problem.cache().read(0, 0)[3];
      expected[code] = value == 0 ? 0 : value;
    }
    assertArrayEquals(expected, found);
  }

  private static Implementation<Problem> run(Completion completion) {
    return KERNEL.run(KERNEL.ptx(), Checks.ALL, completion);
  }

  @Test
  void thereIsSomethingToDrop() {
    assertEquals(10, RACES.barriers());
    assertEquals(2, RACES.waits());
  }

  @TestFactory
  Stream<DynamicTest> aDroppedBarrierOrWait_isARace() {
    return RACES.each();
  }

  /** 0x7F is 480, as if the format had no NaN. */
  @Test
  void aNanCodeTakenForANumber_isRejected() {
    rejected("live-nan", KERNEL.ptx().replace(", 32704;", ", 0;"));
  }

  /** Every key is half as large. */
  @Test
  void aFactorThatIsHalf_isRejected() {
    rejected("within-budget", KERNEL.ptx().replace("2072017792", "2063629056"));
  }

  @Test
  void anLseInBase2_isRejected() {
    rejected("within-budget", KERNEL.ptx().replace("0f3F317218", "0f3F800000"));
  }

  private static void rejected(String property, String edited) {
    KernelEdits.assertRejected(KERNEL, property, edited);
  }
}
