package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Expectation;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.SparseMlaDecode;
import assay.spec.SparseMlaDecode.Problem;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sparse decode against its formula, and kernels right and wrong. */
final class SparseMlaDecodeReferenceTest {

  private final SparseMlaDecodeReference reference = SparseMlaDecodeReference.create();

  @Test
  void agreesWithTheFormula() {
    LongStream.range(0, 300)
        .mapToObj(SparseMlaDecodeSample::draw)
        .forEach(problem ->
            ReferenceChecks.assertAgree(reference, new SparseMlaDecodeFormula(), problem));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5, 7, 9, 13})
  void givesTheSameBitsWithAllLanesAndThreads(long seed) {
    ReferenceChecks.assertSameBits(
        SparseMlaDecodeReference::with, SparseMlaDecodeSample.draw(seed));
  }

  @Test
  void slotsThatAreNotListedAreNeverReadAndBudgetsAreSound() {
    for (long seed = 0; seed < 50; seed++) {
      Problem problem = SparseMlaDecodeSample.draw(seed);
      Expectation expected = reference.expect(problem, NumericContract.BF16);
      ReferenceChecks.assertSoundBudgets(expected);
      double[] out = expected.result().tensor("out").values();
      assertTrue(Arrays.stream(out).noneMatch(Double::isNaN));
    }
  }

  @Test
  void honestKernelsKeepTheirBudgets() {
    for (long seed = 0; seed < 100; seed++) {
      Problem problem = SparseMlaDecodeSample.draw(seed);
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

  @Test
  void plantedBugsExceedTheirBudgets() {
    assertSeen(kernel(RowKernel.BF16, AttentionSubjects::lastKeyDropped));
    assertSeen(kernel(RowKernel.BF16, AttentionSubjects::scaleMissing));
    assertSeen(kernel(RowKernel.BF16, AttentionSubjects::sinkScaled));
    assertSeen(kernel(RowKernel.BF16, AttentionSubjects::sinkForgotten));
    assertSeen(sinkOfTheNextHead());
    assertSeen(duplicatesDropped());
    assertSeen(lseWithTheSink());
  }

  private static Implementation<Problem> duplicatesDropped() {
    return problem ->
        run(
            problem,
            row -> {
              double[][] distinct =
                  Arrays.stream(row.keys())
                      .map(key -> Arrays.stream(key).boxed().toList())
                      .distinct()
                      .map(key -> key.stream().mapToDouble(Double::doubleValue).toArray())
                      .toArray(double[][]::new);
              return new FormulaRow(
                  row.query(), distinct, distinct, row.valueWidth(), row.scale(), row.sink());
            });
  }

  private static Implementation<Problem> sinkOfTheNextHead() {
    return problem -> {
      float[] shifted = new float[problem.heads()];
      for (int h = 0; h < shifted.length; h++) {
        shifted[h] = problem.sinks()[(h + 1) % shifted.length];
      }
      return run(problem.withSinks(shifted), UnaryOperator.identity());
    };
  }

  /** Another project's lse, not converted. */
  private static Implementation<Problem> lseWithTheSink() {
    return problem -> {
      Result right = run(problem, UnaryOperator.identity());
      double[] lse = right.tensor("lseNats").values().clone();
      for (int row = 0; row < lse.length; row++) {
        double sink = problem.sinks()[row % problem.heads()];
        lse[row] += Math.log1p(Math.exp(sink - lse[row]));
      }
      return SparseMlaDecode.result(problem, right.tensor("out").values(), lse);
    };
  }

  private void assertSeen(Implementation<Problem> wrong) {
    int[] shape = {1, 2, 3, 100};
    Problem problem = SparseMlaDecodeSample.of(new AttentionDraw(5), shape, 64, 8, 3, 2.5f, 4);
    ReferenceChecks.assertHonest(
        reference,
        NumericContract.BF16,
        kernel(RowKernel.BF16, AttentionSubjects::honest),
        problem);
    ReferenceChecks.assertSeen(reference, NumericContract.BF16, wrong, problem);
  }

  @Test
  void noValidEntryGivesZeroAndLseMinusInfinityWhateverTheSink() {
    Problem drawn = SparseMlaDecodeSample.draw(1);
    int listed = 3;
    int tokens = drawn.batch() * drawn.queryTokens();
    int[] none = new int[tokens * listed];
    Arrays.fill(none, -1);
    Problem problem =
        drawn.withSelection(SparseMlaDecode.Selection.of(listed, none, drawn.selection().rule()));
    float[] finite = new float[problem.heads()];
    for (Result result :
        new Result[] {reference.run(problem), reference.run(problem.withSinks(finite))}) {
      double[] out = result.tensor("out").values();
      double[] lse = result.tensor("lseNats").values();
      assertTrue(out.length > 0);
      assertTrue(Arrays.stream(out).allMatch(x -> Double.compare(x, 0) == 0));
      assertTrue(Arrays.stream(lse).allMatch(x -> x == Double.NEGATIVE_INFINITY));
    }
  }

  @Test
  void aSinkOfPlusInfinityTakesEverythingAndLeavesTheLse() {
    int[] shape = {2, 1, 3, 70};
    Problem problem =
        SparseMlaDecodeSample.of(new AttentionDraw(3), shape, 16, 4, Problem.noSinks(3));
    float[] sinks = new float[problem.heads()];
    Arrays.fill(sinks, Float.POSITIVE_INFINITY);
    Expectation expected = reference.expect(problem.withSinks(sinks), NumericContract.BF16);
    double[] out = expected.result().tensor("out").values();
    assertTrue(out.length > 0 && Arrays.stream(out).allMatch(x -> x == 0));
    assertTrue(
        Arrays.equals(
            reference.run(problem).tensor("lseNats").values(),
            expected.result().tensor("lseNats").values()));
    ReferenceChecks.assertHonest(
        reference,
        NumericContract.BF16,
        kernel(RowKernel.BF16, AttentionSubjects::honest),
        problem.withSinks(sinks));
  }

  /** A share of one: e^sink beside a single key's e^0 leaves half, a third, ... of the value. */
  @Test
  void aSinkDividesTheValue() {
    Problem problem = SparseMlaDecodeSample.oneZeroKeyWithValue(8);
    assertEquals(8, first(problem.withSinks(Float.NEGATIVE_INFINITY)));
    assertEquals(4, first(problem.withSinks(0)));
  }

  private double first(Problem problem) {
    return reference.run(problem).tensor("out").values()[0];
  }

  @Test
  void aNanSinkMakesItsHeadsOutNan() {
    int[] shape = {1, 1, 2, 5};
    Problem problem = SparseMlaDecodeSample.of(new AttentionDraw(8), shape, 4, 2, Float.NaN, 1);
    for (Result result :
        new Result[] {reference.run(problem), new SparseMlaDecodeFormula().run(problem)}) {
      double[] out = result.tensor("out").values();
      int width = problem.valueWidth();
      assertTrue(Arrays.stream(out, 0, width).allMatch(Double::isNaN));
      assertTrue(Arrays.stream(out, width, 2 * width).noneMatch(Double::isNaN));
    }
  }

  private static Result run(Problem problem, UnaryOperator<FormulaRow> bug) {
    return kernel(RowKernel.BF16, bug).run(problem);
  }

  private static Implementation<Problem> kernel(RowKernel kernel, UnaryOperator<FormulaRow> bug) {
    return AttentionSubjects.sparse(kernel, bug);
  }
}
