package assay.golden.lanes;

/** How many keys of a tile each lane sees: its first ones. */
final class FloatMask {

  private int[] counts = {};
  private int lanes;
  private final float[] largest = new float[FloatTiles.PANEL];
  private final float[] sum = new float[FloatTiles.PANEL];

  void setLanes(int count) {
    lanes = count;
    counts = counts.length < count ? new int[count] : counts;
  }

  /** Lanes past the last row see what it sees. */
  void see(int row, int count, int rows) {
    counts[row] = count;
    for (int lane = row + 1; row == rows - 1 && lane < lanes; lane++) {
      counts[lane] = count;
    }
  }

  int count(int lane) {
    return counts[lane];
  }

  /** What the lane of a panel that sees most sees. */
  int most(int lane, int width) {
    int most = 0;
    for (int j = lane; j < lane + width; j++) {
      most = Math.max(most, counts[j]);
    }
    return most;
  }

  /** What the lane of a panel that sees least sees. */
  int least(int lane, int width) {
    int least = counts[lane];
    for (int j = lane + 1; j < lane + width; j++) {
      least = Math.min(least, counts[j]);
    }
    return least;
  }

  /** Makes scores that a lane does not see −∞; those of key t begin at t · PANEL. */
  void apply(float[] scores, FloatState state, int lane, int width) {
    int most = most(lane, width);
    for (int j = 0; j < width; j++) {
      largest[j] = state.largest()[lane + j];
      sum[j] = state.sum()[lane + j];
      for (int t = counts[lane + j]; t < most; t++) {
        scores[t * FloatTiles.PANEL + j] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** After a step: a lane that sees nothing of the tile stays as it was before {@link #apply}. */
  void restore(float[] weights, FloatState state, int lane, int width) {
    int most = most(lane, width);
    for (int j = 0; j < width; j++) {
      if (counts[lane + j] == 0) {
        state.largest()[lane + j] = largest[j];
        state.sum()[lane + j] = sum[j];
        state.factor()[lane + j] = 1;
        for (int t = 0; t < most; t++) {
          weights[t * FloatTiles.PANEL + j] = 0;
        }
      }
    }
  }
}
