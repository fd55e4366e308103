package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.AttentionForm;
import assay.spec.ErrorBudget;
import assay.spec.LatentStore;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;
import assay.spec.NumericContract;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.TokenSchedule;
import assay.spec.Yarn;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The layer's oracle on what can be worked out by hand, and its laws. */
final class MlaLayerFormulaTest {

  private static final LatentStore STORE = new LatentStore(FloatFormat.F64, 4);

  private final MlaLayerFormula formula = new MlaLayerFormula();

  /** (3, 4) has mean square 12.5; with eps 12.5 the root is 5 and the norm gives (3, 8). */
  @Test
  void oneToken_isItsOwnValue() {
    Problem problem = plain(12.5, Elements.of(3.0, 4));
    assertArrayEquals(new double[] {22, -11}, out(problem));
    assertArrayEquals(new double[] {3, 8}, formula.run(problem).tensor("cache").values());
  }

  /** Queries are zero, so the second token averages (3, 8) and (−3, −8). */
  @Test
  void withoutAQuery_everyTokenSeenCountsAlike() {
    Problem problem = plain(12.5, Elements.of(3.0, 4, -3, -4));
    assertArrayEquals(new double[] {22, -11, 0, 0}, out(problem));
  }

  /**
   * Query and keys are (1, 0) at every position, so the second token's scores are cos 1 and 1.
   * Latents are normed to ±1, values follow them.
   */
  @Test
  void aKeyOnePositionAway_isTurnedByOneRadian() {
    Problem problem = turning(1, -1);
    double behind = Math.exp(Math.cos(1) - 1);
    double expected = (behind - 1) / (behind + 1);
    ErrorBudget budget =
        new MlaLayerBudgets(problem, NumericContract.BINARY64, Lanes.best()).inOrder().getFirst();
    Rounding.assertWithin(expected, out(problem)[2], 2 * budget.hard()[2]);
    Rounding.assertWithin(1, out(problem)[0], 2 * budget.hard()[0]);
  }

  @Test
  void earlierTokensDoNotSeeLaterOnes() {
    Draw.seeds(50)
        .map(MlaLayerDraw::problem)
        .filter(problem -> problem.schedule().tokens(0) > 1)
        .forEach(problem -> {
          int width = problem.shape().hidden();
          int last = problem.schedule().tokens(0) - 1;
          double[] before = out(problem);
          double[] after = out(problem.withHidden(negated(problem.hidden(), last, width)));
          assertEquals(-1, Arrays.mismatch(before, 0, last * width, after, 0, last * width));
        });
  }

  @Test
  void theOrderOfEarlierTokensMattersExactlyWhereThereIsRope() {
    assertTrue(orderMatters(new MlaShape(9, 2, 0, 6, 4, 4, 3)));
    assertFalse(orderMatters(new MlaShape(9, 2, 0, 6, 4, 0, 3)));
  }

  @Test
  void neitherStepsNorFormChangeABit() {
    Draw.seeds(20)
        .map(MlaLayerDraw::problem)
        .forEach(problem -> {
          double[] expected = out(problem);
          assertArrayEquals(expected, out(problem.withSchedule(problem.schedule().oneByOne())));
          assertArrayEquals(expected, out(problem.withForm(AttentionForm.ABSORBED)));
        });
  }

  @Test
  void noTokens_giveNone() {
    assertEquals(0, out(plain(1, Elements.of(new double[0]))).length);
  }

  /** Whether the last of three tokens sees in which order the other two came. */
  private boolean orderMatters(MlaShape shape) {
    int width = shape.hidden();
    Problem problem =
        MlaLayerDraw.problem(new Draw(1), shape, new TokenSchedule(new int[] {3})).withStore(STORE);
    double[] swapped = problem.hidden().toDoubles();
    problem.hidden().copyTo(0, swapped, width, width);
    problem.hidden().copyTo(width, swapped, 0, width);
    ErrorBudget budget =
        new MlaLayerBudgets(problem, NumericContract.BINARY64, Lanes.best()).inOrder().getFirst();
    double[] one = out(problem);
    double[] other = out(problem.withHidden(Elements.of(swapped)));
    boolean differs = false;
    for (int i = 2 * width; i < 3 * width; i++) {
      differs |= !Rounding.within(one[i], other[i], 2 * budget.hard()[i]);
    }
    return differs;
  }

  private static Elements negated(Elements hidden, int row, int width) {
    double[] values = hidden.toDoubles();
    for (int i = row * width; i < (row + 1) * width; i++) {
      values[i] = -values[i];
    }
    return Elements.of(values);
  }

  /** Hidden 2, one head, latent 2, value 1, no rope; W_Q = 0, W_UV = (1, 1), W_O = (2, −1). */
  private static Problem plain(double eps, Elements hidden) {
    MlaWeights weights =
        new MlaWeights(
            new MlaShape(2, 1, 0, 2, 1, 0, 1),
            Optional.empty(),
            Elements.of(0.0, 0),
            Elements.of(1.0, 0, 0, 1),
            Elements.of(5.0, 10),
            Elements.of(1.0, 1, 1, 1),
            Elements.of(2.0, -1));
    return problem(weights, Optional.empty(), eps, hidden);
  }

  /** Hidden 2: the first is the latent, the second what rope turns in query and key. */
  private static Problem turning(double first, double second) {
    MlaWeights weights =
        new MlaWeights(
            new MlaShape(2, 1, 0, 1, 1, 2, 1),
            Optional.empty(),
            Elements.of(0.0, 0, 0, 1, 0, 0),
            Elements.of(1.0, 0, 0, 1, 0, 0),
            Elements.of(1.0),
            Elements.of(0.0, 1),
            Elements.of(1.0, 0));
    Rope rope = new Rope(2, RopePairing.INTERLEAVED, 1e4, Yarn.NONE);
    return problem(weights, Optional.of(rope), 0, Elements.of(first, 1, second, 1));
  }

  private static Problem problem(
      MlaWeights weights, Optional<Rope> rope, double eps, Elements hidden) {
    int tokens = (int) hidden.count() / weights.shape().hidden();
    return new Problem(
        weights,
        new MlaLayer.Constants(eps, rope, 1),
        hidden,
        new TokenSchedule(tokens == 0 ? new int[0] : new int[] {tokens}),
        STORE,
        AttentionForm.EXPANDED);
  }

  private double[] out(Problem problem) {
    return formula.run(problem).tensor("out").values();
  }
}
