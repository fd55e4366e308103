package assay.golden.lanes;

import java.util.Arrays;

/** Of each row, the keys of one tile that weigh something, and what the others weigh together. */
final class TilePicks {

  private static final int KEYS = DoubleAttention.KEYS;

  /** A row's picks, and one entry for all other keys. */
  private static final int ROOM = KEYS + 1;

  private int[] picked = {};
  private float[] weights = {};
  private int[] counts = {};
  private float[] factors = {};

  /** Nothing is picked. */
  void begin(int rows) {
    if (counts.length < rows) {
      picked = new int[rows * ROOM];
      weights = new float[rows * ROOM];
      counts = new int[rows];
      factors = new float[rows];
    }
    Arrays.fill(counts, 0, rows, 0);
    Arrays.fill(factors, 0, rows, 1);
  }

  /**
   * Picks keys of a row.
   *
   * @param keys bit t for key t, whose weight is at {@code at + t · stride}
   * @param others what other keys weigh
   * @param factor what earlier tiles' weights must be multiplied by
   */
  void pick(int row, long keys, double[] w, int at, int stride, double others, double factor) {
    int to = row * ROOM;
    for (long left = keys; left != 0; left &= left - 1) {
      int t = Long.numberOfTrailingZeros(left);
      picked[to] = t;
      weights[to] = (float) w[at + t * stride];
      to++;
    }
    if (others > 0) {
      picked[to] = KEYS;
      weights[to] = (float) others;
      to++;
    }
    counts[row] = to - row * ROOM;
    factors[row] = (float) factor;
  }

  /**
   * c[row, d] = factor c[row, d] + Σ weight a[key, d] for {@link FloatPicks#COLUMNS} columns of all
   * rows; row {@link DoubleAttention#KEYS} of a stands for the keys that are not picked.
   */
  void add(FloatPicks kernel, int rows, float[] a, int aAt, float[] c, int cAt) {
    for (int row = 0; row < rows; row++) {
      int to = cAt + row * FloatPicks.COLUMNS;
      kernel.add(a, aAt, picked, weights, row * ROOM, counts[row], factors[row], c, to);
    }
  }
}
