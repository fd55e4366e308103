package assay.gpu.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.MlaPrefill.Problem;
import org.junit.jupiter.api.Test;

class PrefillBlocksTest {

  @Test
  void blocksHoldTokensOfOneSequence_thoseWithMostKeysFirst() {
    assertArrayEquals(
        new int[] {2, 128, 2, 64, 2, 0, 0, 0}, PrefillBlocks.of(problem(true, 0, 1, 1, 131), 64));
  }

  @Test
  void withoutCausality_allBlocksOfASequenceReadAllItsKeys() {
    assertArrayEquals(
        new int[] {1, 0, 1, 64, 0, 0}, PrefillBlocks.of(problem(false, 0, 64, 129), 64));
  }

  @Test
  void noTokens_needNoBlock() {
    assertArrayEquals(new int[0], PrefillBlocks.of(problem(true, 0, 0), 64));
  }

  /** As many keys as query tokens. */
  private static Problem problem(boolean causal, int... starts) {
    Elements rows = Elements.allocate(FloatFormat.BF16, starts[starts.length - 1]);
    return new Problem(1, 1, 1, starts, starts, rows, rows, rows, 1, causal);
  }
}
