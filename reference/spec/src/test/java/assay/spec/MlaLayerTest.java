package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.MlaLayer.Constants;
import assay.spec.MlaLayer.Problem;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Schedules, shapes, and what a layer refuses. */
final class MlaLayerTest {

  private static final Optional<Rope> ROPE =
      Optional.of(new Rope(2, RopePairing.INTERLEAVED, 1e4, Yarn.NONE));

  @Test
  void tokensOfASequenceAreConsecutiveRows() {
    TokenSchedule schedule = new TokenSchedule(new int[] {17, 1, 3}, new int[0], new int[] {2});
    assertEquals(23, schedule.tokens());
    assertEquals(21, schedule.tokens(0));
    assertEquals(0, schedule.tokens(1));
    assertEquals(21, schedule.firstRow(2));
  }

  @Test
  void otherStepsHaveTheSameTokens() {
    TokenSchedule schedule = new TokenSchedule(new int[] {2, 1}, new int[0]);
    assertArrayEquals(new int[][] {{3}, {}}, schedule.atOnce().steps());
    assertArrayEquals(new int[][] {{1, 1, 1}, {}}, schedule.oneByOne().steps());
  }

  @Test
  void anEmptyStep_isRefused() {
    refused(
        "steps[1][0] is 0; it must be at least 1",
        () -> new TokenSchedule(new int[] {1}, new int[] {0}));
  }

  @Test
  void theStoreRoundsOnce() {
    assertEquals(1, new LatentStore(FloatFormat.BF16, 4).stored(1 + 0x1p-8));
    assertEquals(1 + 0x1p-8, new LatentStore(FloatFormat.F32, 4).stored(1 + 0x1p-8));
  }

  @Test
  void constants_haveTheirRanges() {
    refused(
        "normEps is -1.0; it must be finite and not negative", () -> new Constants(-1, ROPE, 1));
    refused("softmaxScale is 0.0; it must be finite and positive", () -> new Constants(0, ROPE, 0));
    refused("pageSize is 0; it must be at least 1", () -> new LatentStore(FloatFormat.BF16, 0));
    refused(
        "format is FP8_E4M3; it must be BF16, FP16, F32 or F64",
        () -> new LatentStore(FloatFormat.FP8_E4M3, 4));
  }

  @Test
  void hiddenStates_areAsManyAsScheduled() {
    refused("hidden has 9 elements; its shape holds 6", () -> problem(9));
    assertEquals(2, problem(6).tokens());
  }

  @Test
  void ropeTurnsAllOfTheRopeWidthOrNothing() {
    Rope wide = new Rope(4, RopePairing.INTERLEAVED, 1e4, Yarn.NONE);
    refused("rope turns 4 features; a key has 2", () -> withRope(Optional.of(wide)));
    assertTrue(withRope(Optional.empty()).constants().rope().isEmpty());
  }

  private static Problem withRope(Optional<Rope> rope) {
    Problem problem = problem(6);
    return new Problem(
        problem.weights(),
        new Constants(0, rope, 1),
        problem.hidden(),
        problem.schedule(),
        problem.store(),
        problem.form());
  }

  @Test
  void resultsAreForEveryToken() {
    Result result = MlaLayer.result(problem(6), new double[6], new double[8]);
    assertEquals("out[n=1, o=2]", result.tensor("out").describe(5));
    assertEquals("cache[n=1, d=3]", result.tensor("cache").describe(7));
  }

  private static Problem problem(int elements) {
    MlaShape shape = new MlaShape(3, 1, 0, 2, 1, 2, 1);
    MlaWeights weights =
        new MlaWeights(shape, Optional.empty(), zeros(9), zeros(12), zeros(2), zeros(4), zeros(3));
    return new Problem(
        weights,
        new Constants(1e-6, ROPE, 1),
        zeros(elements),
        new TokenSchedule(new int[] {1, 1}),
        new LatentStore(FloatFormat.BF16, 4),
        AttentionForm.ABSORBED);
  }

  private static Elements zeros(int count) {
    return Elements.allocate(FloatFormat.BF16, count);
  }
}
