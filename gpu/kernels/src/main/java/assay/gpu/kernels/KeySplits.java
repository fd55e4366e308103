package assay.gpu.kernels;

import java.util.Arrays;

/**
 * How the keys of query tokens are split over blocks: evenly over the multiprocessors, in whole
 * tiles and no fewer than {@link #FEWEST_TILES}. So a block has at most {@code keysPerSplit} keys,
 * however ragged the lengths are. How the keys of a token are split depends on nothing but this
 * number.
 *
 * @param keysPerSplit a multiple of {@link TensorDecodePlan#TILE}
 * @param count of the token with most keys, at least 1
 */
record KeySplits(int keysPerSplit, int count) {

  /** A split of fewer would write more partial results than it reads keys. */
  static final int FEWEST_TILES = 4;

  /**
   * @param keys of each query token
   * @param blocks that read the keys of a token, each all of them
   */
  static KeySplits of(int[] keys, int blocks, int multiprocessors) {
    long tiles =
        Arrays.stream(keys).mapToLong(count -> Math.ceilDiv(count, TensorDecodePlan.TILE)).sum();
    int most = Arrays.stream(keys).max().orElse(0);
    long share = Math.ceilDiv(tiles * blocks, multiprocessors);
    int keysPerSplit = TensorDecodePlan.TILE * (int) Math.max(FEWEST_TILES, share);
    return new KeySplits(keysPerSplit, Math.max(1, Math.ceilDiv(most, keysPerSplit)));
  }

  /**
   * The largest {@link #count} that so many keys of a token, or fewer, can have, whatever keys
   * other tokens have.
   */
  static int mostOf(int keys, int blocks, int multiprocessors) {
    int byKeys = Math.ceilDiv(keys, TensorDecodePlan.TILE * FEWEST_TILES);
    return Math.max(1, Math.min(byKeys, Math.ceilDiv(multiprocessors, blocks)));
  }

  /** Rows of partial results for so many of the result; none where nothing is split. */
  long partialRows(int rows) {
    return count == 1 ? 0 : (long) count * rows;
  }
}
