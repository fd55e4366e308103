package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Expectation;
import assay.spec.Implementation;
import assay.spec.MhaDecode;
import assay.spec.MhaDecode.Problem;
import assay.spec.NumericContract;
import assay.spec.PageTable;
import assay.spec.PagedMlaDecode;
import assay.spec.Result;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decode over per-head caches against its formula, its laws, and kernels right and wrong. */
final class MhaDecodeReferenceTest {

  private final MhaDecodeReference reference = MhaDecodeReference.create();

  @Test
  void agreesWithTheFormula() {
    LongStream.range(0, 200)
        .mapToObj(MhaDecodeSample::draw)
        .forEach(
            problem -> ReferenceChecks.assertAgree(reference, new MhaDecodeFormula(), problem));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 3, 5, 6, 10})
  void givesTheSameBitsWithAllLanesAndThreads(long seed) {
    ReferenceChecks.assertSameBits(MhaDecodeReference::with, MhaDecodeSample.draw(seed));
  }

  @Test
  void deadSlotsAreNeverReadAndBudgetsAreSound() {
    LongStream.range(0, 50)
        .mapToObj(MhaDecodeSample::draw)
        .map(problem -> reference.expect(problem, NumericContract.BF16))
        .forEach(expected -> {
          ReferenceChecks.assertSoundBudgets(expected);
          assertEquals(0, countNan(expected.result()));
        });
  }

  @Test
  void honestKernelsKeepTheirBudgets() {
    for (long seed = 0; seed < 50; seed++) {
      Problem problem = MhaDecodeSample.draw(seed);
      ReferenceChecks.assertHonest(
          reference,
          NumericContract.F32,
          kernel(RowKernel.F32, AttentionSubjects::honest),
          problem);
      ReferenceChecks.assertHonest(
          reference,
          NumericContract.BF16,
          kernel(RowKernel.BF16, AttentionSubjects::honest),
          problem);
    }
  }

  /**
   * A value that is not finite spoils its own feature; in all others a kernel is judged as ever.
   */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void honestKernelsKeepTheirBudgetsBesideAValueThatIsNotFinite(double value) {
    Problem problem = MhaDecodeSample.of(new AttentionDraw(1), 1, 2, 1, new int[] {8, 4}, 40);
    problem.values().set(problem.table().slot(0, 0) * problem.valueWidth() + 2, value);
    Implementation<Problem> honest = kernel(RowKernel.F32, AttentionSubjects::honest);
    assertEquals(problem.heads(), countFinite(problem, honest, 1));
    assertEquals(0, countFinite(problem, honest, 2));
    ReferenceChecks.assertHonest(reference, NumericContract.F32, honest, problem);
  }

  private static long countFinite(Problem problem, Implementation<Problem> kernel, int feature) {
    double[] out = kernel.run(problem).tensor("out").values();
    return IntStream.range(0, out.length)
        .filter(i -> i % problem.valueWidth() == feature && Double.isFinite(out[i]))
        .count();
  }

  @Test
  void plantedBugsExceedTheirBudgets() {
    assertSeen(kernel(RowKernel.BF16, AttentionSubjects::lastKeyDropped));
    assertSeen(kernel(RowKernel.BF16, AttentionSubjects::scaleMissing));
    assertSeen(headShifted());
    assertSeen(headsInterleavedOverGroups());
  }

  /** Query head h reads key-value head h mod G instead of h / (H / G). */
  private static Implementation<Problem> headsInterleavedOverGroups() {
    return problem -> {
      double[] out = new double[problem.rows() * problem.valueWidth()];
      double[] lse =
          AttentionSubjects.attend(
              RowKernel.BF16,
              i -> {
                int h = i % problem.heads();
                int wrong = h % problem.keyValueHeads() * problem.groupSize();
                FormulaRow row = MhaDecodeFormula.row(problem, i);
                FormulaRow other = MhaDecodeFormula.row(problem, i - h + wrong);
                return new FormulaRow(
                    row.query(),
                    other.keys(),
                    other.values(),
                    row.valueWidth(),
                    row.scale(),
                    row.sink());
              },
              problem.rows(),
              out);
      return MhaDecode.result(problem, out, lse);
    };
  }

  /** Head h's result stands where head h + 1's belongs. */
  private static Implementation<Problem> headShifted() {
    return problem -> {
      double[] out = new double[problem.rows() * problem.valueWidth()];
      double[] lse =
          AttentionSubjects.attend(
              RowKernel.BF16,
              i -> {
                int h = i % problem.heads();
                return MhaDecodeFormula.row(problem, i - h + (h + 1) % problem.heads());
              },
              problem.rows(),
              out);
      return MhaDecode.result(problem, out, lse);
    };
  }

  private void assertSeen(Implementation<Problem> wrong) {
    Problem problem =
        MhaDecodeSample.of(new AttentionDraw(7), 2, 6, 3, new int[] {64, 48}, 200, 130);
    ReferenceChecks.assertHonest(
        reference,
        NumericContract.BF16,
        kernel(RowKernel.BF16, AttentionSubjects::honest),
        problem);
    ReferenceChecks.assertSeen(reference, NumericContract.BF16, wrong, problem);
  }

  @Test
  void aRowThatSeesNothingIsZeroWithLseMinusInfinity() {
    Problem drawn = MhaDecodeSample.of(new AttentionDraw(1), 3, 2, 1, new int[] {8, 8}, 0, 1);
    Problem problem = with(drawn, drawn.keyValueHeads(), drawn.keys(), drawn.values(), true);
    Result result = reference.run(problem);
    double[] lse = result.tensor("lseNats").values();
    double[] out = result.tensor("out").values();
    int blind = (3 + 2) * 2;
    for (int row = 0; row < lse.length; row++) {
      assertEquals(row < blind, lse[row] == Double.NEGATIVE_INFINITY);
    }
    assertTrue(Arrays.stream(out, 0, blind * 8).allMatch(x -> Double.compare(x, 0) == 0));
    assertTrue(Arrays.stream(out, blind * 8, out.length).allMatch(x -> x != 0));
  }

  @Test
  void aNanKeyFillsItsRows_aNanValueItsFeature() {
    Problem problem =
        new Problem(
            1,
            2,
            2,
            1,
            2,
            Elements.of(1.0, 1.0),
            PageTable.contiguous(2, 2),
            Elements.of(1, 1, 2, Double.NaN),
            Elements.of(1, 2, 3, 4, Double.NaN, 6, 7, 8),
            1,
            false);
    for (Result result :
        new Result[] {reference.run(problem), new MhaDecodeFormula().run(problem)}) {
      double[] out = result.tensor("out").values();
      double[] lse = result.tensor("lseNats").values();
      boolean[] nan = {Double.isNaN(out[0]), Double.isNaN(out[1]), Double.isNaN(lse[0])};
      assertTrue(nan[0] && !nan[1] && !nan[2]);
      assertTrue(Double.isNaN(out[2]) && Double.isNaN(out[3]) && Double.isNaN(lse[1]));
    }
    ReferenceChecks.assertSoundBudgets(reference.expect(problem, NumericContract.F32));
  }

  /** One key-value head is read by all: with its latents as values it is latent attention. */
  @Test
  void mqaOverTheLatentIsPagedMlaDecode() {
    for (long seed = 0; seed < 20; seed++) {
      PagedMlaDecode.Problem latent = SampleProblem.small(seed, 0, 1, 37, 70).causal(2).create();
      Problem mqa = mqa(latent);
      Expectation expected = reference.expect(mqa, NumericContract.BINARY64);
      Result other = PagedMlaDecodeReference.create().run(latent);
      assertTrue(Headroom.of(expected, other).hard() <= 2);
      assertTrue(Headroom.of(reference.expect(mqa, NumericContract.BF16), other).hard() <= 1);
    }
  }

  private static Problem mqa(PagedMlaDecode.Problem latent) {
    var cache = latent.cache();
    PageTable table =
        new PageTable(
            cache.pageSize(),
            cache.pages(),
            cache.pagesPerSequence(),
            cache.pageTable(),
            cache.lengths());
    Elements keys = cache.elements();
    Elements values = Elements.allocate(FloatFormat.BF16, (int) table.slots() * latent.latent());
    for (int i = 0; i < values.count(); i++) {
      int slot = i / latent.latent();
      values.set(i, keys.get((long) slot * latent.width() + i % latent.latent()));
    }
    return new Problem(
        latent.queryTokens(),
        latent.heads(),
        1,
        latent.width(),
        latent.latent(),
        latent.query(),
        table,
        keys,
        values,
        latent.scale(),
        latent.causal());
  }

  /** To the bit: a row does not know which rows share its keys. */
  @Test
  void gqaWithItsHeadsWrittenOutIsMha() {
    for (long seed = 0; seed < 30; seed++) {
      Problem grouped = MhaDecodeSample.draw(seed);
      UnaryOperator<Elements> repeated = elements -> repeated(grouped, elements);
      Problem mha =
          with(
              grouped,
              grouped.heads(),
              repeated.apply(grouped.keys()),
              repeated.apply(grouped.values()),
              grouped.causal());
      ReferenceChecks.assertSame(reference.run(grouped), reference.run(mha));
    }
  }

  private static Elements repeated(Problem problem, Elements elements) {
    int heads = (int) problem.table().slots() * problem.keyValueHeads();
    int width = heads == 0 ? 1 : (int) (elements.count() / heads);
    int group = problem.groupSize();
    Elements result =
        Elements.allocate(elements.format(), Math.multiplyExact((int) elements.count(), group));
    for (int i = 0; i < result.count(); i++) {
      result.set(i, elements.get((long) i / width / group * width + i % width));
    }
    return result;
  }

  private static Problem with(
      Problem problem, int keyValueHeads, Elements keys, Elements values, boolean causal) {
    return new Problem(
        problem.queryTokens(),
        problem.heads(),
        keyValueHeads,
        problem.keyWidth(),
        problem.valueWidth(),
        problem.query(),
        problem.table(),
        keys,
        values,
        problem.scale(),
        causal);
  }

  private static Implementation<Problem> kernel(RowKernel kernel, UnaryOperator<FormulaRow> bug) {
    return AttentionSubjects.mha(kernel, bug);
  }

  private static long countNan(Result result) {
    return result.tensors().stream()
        .flatMapToDouble(tensor -> Arrays.stream(tensor.values()))
        .filter(Double::isNaN)
        .count();
  }
}
