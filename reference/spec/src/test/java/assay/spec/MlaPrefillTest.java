package assay.spec;

import static assay.spec.Refusal.refused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.MlaPrefill.Problem;
import org.junit.jupiter.api.Test;

class MlaPrefillTest {

  @Test
  void causalMask_endsAtTheNewestKeyAndQuery() {
    Problem problem = problem(new int[] {0, 3, 8}, new int[] {0, 5, 7}, true);
    assertEquals(3, problem.visible(0, 0));
    assertEquals(5, problem.visible(0, 2));
    assertEquals(0, problem.visible(1, 2));
    assertEquals(1, problem.visible(1, 3));
    assertEquals(2, problem(new int[] {0, 3, 8}, new int[] {0, 5, 7}, false).visible(1, 0));
  }

  @Test
  void starts_riseFromZero_oneForEachSequence() {
    refused(
        "queryStarts[0] is 1; it must be 0",
        () -> problem(new int[] {1, 3}, new int[] {0, 5}, true));
    refused(
        "keyStarts[2] is 4; it must be at least 5",
        () -> problem(new int[] {0, 3, 8}, new int[] {0, 5, 4}, true));
    refused(
        "keyStarts has 2 elements; its shape holds 3",
        () -> problem(new int[] {0, 3, 8}, new int[] {0, 5}, true));
    refused(
        "length of queryStarts is 0; it must be at least 1",
        () -> problem(new int[0], new int[] {0, 5}, true));
  }

  private static Problem problem(int[] queryStarts, int[] keyStarts, boolean causal) {
    return new Problem(
        2,
        3,
        1,
        queryStarts,
        keyStarts,
        Elements.allocate(FloatFormat.BF16, last(queryStarts) * 6),
        Elements.allocate(FloatFormat.BF16, last(keyStarts) * 6),
        Elements.allocate(FloatFormat.BF16, last(keyStarts) * 2),
        1,
        causal);
  }

  private static int last(int... starts) {
    return starts.length == 0 ? 0 : starts[starts.length - 1];
  }
}
