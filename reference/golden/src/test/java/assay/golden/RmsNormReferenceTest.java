package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.lanes.Lanes;
import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.RmsNorm;
import assay.spec.RmsNorm.Problem;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The norm against its formula, and its laws. */
final class RmsNormReferenceTest {

  /** Of both sides together, beside the reference's sum: mean, eps, root, quotient, products. */
  private static final int ROUNDINGS_OUTSIDE_THE_SUM = 16;

  private final RmsNormReference reference = RmsNormReference.create();

  @Test
  void agreesWithTheFormula() {
    Draw.seeds(400)
        .map(RmsNormReferenceTest::problem)
        .forEach(problem -> assertTrue(agrees(problem, reference)));
  }

  @Test
  void aMeanOverTheWrongWidth_isSeen() {
    Implementation<Problem> wrong =
        problem -> {
          double wider = problem.width() / (problem.width() + 1.0);
          double[] y = values(reference.run(problem));
          return RmsNorm.result(problem, Arrays.stream(y).map(x -> x / Math.sqrt(wider)).toArray());
        };
    Draw.seeds(20)
        .map(RmsNormReferenceTest::problem)
        .forEach(problem -> assertFalse(agrees(problem, wrong)));
  }

  @Test
  void givesTheSameBitsWithAllLanes() {
    Problem problem = problem(new Draw(1));
    double[] expected = values(reference.run(problem));
    for (Lanes lanes : Lanes.all()) {
      assertArrayEquals(expected, values(RmsNormReference.with(lanes).run(problem)));
    }
  }

  @Test
  void scalingByAPowerOfTwo_changesNoBitWithoutEps() {
    Draw.seeds(50)
        .forEach(draw -> {
          Problem problem = withEps(problem(draw), 0);
          double[] scaled = Arrays.stream(problem.x()).map(x -> 8 * x).toArray();
          Problem larger = new Problem(problem.width(), scaled, problem.weight(), 0);
          assertArrayEquals(values(reference.run(problem)), values(reference.run(larger)));
        });
  }

  @Test
  void aZeroRow_isZeroWithEps_andNanWithout() {
    Problem zero = new Problem(3, new double[3], new double[] {1, -2, 3}, 1e-6);
    assertTrue(Arrays.stream(values(reference.run(zero))).allMatch(y -> y == 0));
    assertTrue(Arrays.stream(values(reference.run(withEps(zero, 0)))).allMatch(Double::isNaN));
  }

  @Test
  void aNanFillsItsRow_anInfinityEmptiesTheRestOfIts_andNeitherLeavesIt() {
    double[] x = {Double.NaN, 1, Double.POSITIVE_INFINITY, 1, 1, 1};
    Problem problem = new Problem(2, x, new double[] {1, 1}, 0);
    double[] expected = {Double.NaN, Double.NaN, Double.NaN, 0, 1, 1};
    assertArrayEquals(expected, values(reference.run(problem)));
    assertArrayEquals(expected, values(new RmsNormFormula().run(problem)));
  }

  @Test
  void noTokens_giveNone() {
    assertEquals(0, values(reference.run(new Problem(4, new double[0], new double[4], 0))).length);
  }

  private static Problem problem(Draw draw) {
    int width = draw.between(1, 300);
    int tokens = draw.between(1, 4);
    double eps = draw.coin() ? 1e-6 : 0;
    return new Problem(width, draw.values(width * tokens), draw.values(width), eps);
  }

  private static Problem withEps(Problem problem, double eps) {
    return new Problem(problem.width(), problem.x(), problem.weight(), eps);
  }

  /** Squares do not cancel, so every rounding is relative to the result. */
  private static boolean agrees(Problem problem, Implementation<Problem> subject) {
    double relative = Rounding.gamma(problem.width() + ROUNDINGS_OUTSIDE_THE_SUM);
    double[] expected = values(new RmsNormFormula().run(problem));
    double[] actual = values(subject.run(problem));
    boolean agrees = true;
    for (int i = 0; i < expected.length; i++) {
      agrees &= Rounding.within(expected[i], actual[i], relative * Math.abs(expected[i]));
    }
    return agrees && expected.length == actual.length;
  }

  private static double[] values(Result result) {
    return result.tensor("y").values();
  }
}
