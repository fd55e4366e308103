package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.RmsNorm;
import assay.spec.RmsNorm.Problem;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The norm against its formula, its budget, and its laws. */
final class RmsNormReferenceTest {

  private final RmsNormReference reference = RmsNormReference.create();

  @Test
  void agreesWithTheFormula() {
    Draw.seeds(300)
        .map(RmsNormReferenceTest::problem)
        .forEach(problem -> ReferenceChecks.assertAgree(reference, new RmsNormFormula(), problem));
  }

  @Test
  void aMeanOverTheWrongWidth_isSeen() {
    Draw.seeds(20)
        .map(RmsNormReferenceTest::problem)
        .forEach(problem -> assertFalse(ReferenceChecks.agrees(reference, problem, wider(1))));
  }

  @Test
  void anHonestKernel_keepsItsBudgets() {
    Draw.seeds(100)
        .map(RmsNormReferenceTest::problem)
        .forEach(problem -> {
          ReferenceChecks.assertHonest(
              reference, NumericContract.F32, f32(FloatFormat.F32), problem);
          NumericContract bf16 = NumericContract.BF16;
          ReferenceChecks.assertHonest(reference, bf16, f32(FloatFormat.BF16), problem);
        });
  }

  /** One feature of a hundred more in the mean is half a hundredth in y, and bf16 shows it. */
  @Test
  void aPlantedBugExceedsItsBudget() {
    Problem problem = new Problem(100, normal(100), normal(100), 0);
    ReferenceChecks.assertSeen(reference, NumericContract.F32, wider(1), problem);
    ReferenceChecks.assertSeen(reference, NumericContract.BF16, wider(2), problem);
  }

  @Test
  void givesTheSameBitsWithAllLanesAndThreads() {
    Problem problem = problem(new Draw(1));
    ReferenceChecks.assertSameBits(RmsNormReference::with, problem);
  }

  @Test
  void scalingByAPowerOfTwo_changesNoBitWithoutEps() {
    Draw.seeds(50)
        .forEach(draw -> {
          Problem problem = withEps(problem(draw), 0);
          double[] scaled = Arrays.stream(problem.x().toDoubles()).map(x -> 8 * x).toArray();
          Problem larger = new Problem(problem.width(), Elements.of(scaled), problem.weight(), 0);
          ReferenceChecks.assertSame(reference.run(problem), reference.run(larger));
        });
  }

  @Test
  void aZeroRow_isZeroWithEps_andNanWithout() {
    Problem zero = new Problem(3, Elements.of(new double[3]), Elements.of(1.0, -2, 3), 1e-6);
    assertTrue(Arrays.stream(values(reference.run(zero))).allMatch(y -> y == 0));
    assertTrue(Arrays.stream(values(reference.run(withEps(zero, 0)))).allMatch(Double::isNaN));
  }

  @Test
  void aNanFillsItsRow_anInfinityEmptiesTheRestOfIts_andNeitherLeavesIt() {
    Elements x = Elements.of(Double.NaN, 1, Double.POSITIVE_INFINITY, 1, 1, 1);
    Problem problem = new Problem(2, x, Elements.of(1.0, 1), 0);
    double[] expected = {Double.NaN, Double.NaN, Double.NaN, 0, 1, 1};
    assertArrayEquals(expected, values(reference.run(problem)));
    ReferenceChecks.assertAgree(reference, new RmsNormFormula(), problem);
  }

  @Test
  void noTokens_giveNone() {
    Problem none = new Problem(4, Elements.of(new double[0]), Elements.of(new double[4]), 0);
    assertEquals(0, values(reference.run(none)).length);
  }

  static Problem problem(Draw draw) {
    int width = draw.between(1, 300);
    Elements x = LinearProblems.bf16(draw, draw.between(1, 4) * width);
    return new Problem(width, x, LinearProblems.bf16(draw, width), draw.coin() ? 1e-6 : 0);
  }

  private static Problem withEps(Problem problem, double eps) {
    return new Problem(problem.width(), problem.x(), problem.weight(), eps);
  }

  private static Elements normal(int count) {
    return LinearProblems.bf16(new Draw(7), count);
  }

  /** Divides the sum of squares by a width that is too large. */
  private Implementation<Problem> wider(int features) {
    return problem -> {
      double wider = problem.width() / (double) (problem.width() + features);
      double[] y = values(reference.run(problem));
      return RmsNorm.result(problem, Arrays.stream(y).map(x -> x / Math.sqrt(wider)).toArray());
    };
  }

  /** A chain of fused multiply-adds, then a reciprocal root. */
  private static Implementation<Problem> f32(FloatFormat output) {
    return problem -> {
      int width = problem.width();
      double[] y = new double[Math.toIntExact(problem.x().count())];
      for (int row = 0; row < y.length; row += width) {
        float squares = 0;
        for (int i = 0; i < width; i++) {
          float x = (float) problem.x().get(row + i);
          squares = Math.fma(x, x, squares);
        }
        float factor = 1 / (float) Math.sqrt(squares / width + (float) problem.eps());
        for (int i = 0; i < width; i++) {
          float normed = (float) problem.x().get(row + i) * factor;
          y[row + i] = F32Linear.round(normed * (float) problem.weight().get(i), output);
        }
      }
      return RmsNorm.result(problem, y);
    };
  }

  private static double[] values(Result result) {
    return result.tensor("y").values();
  }
}
