package assay.golden.lanes;

import java.util.Arrays;

/**
 * A running softmax in each lane.
 *
 * @param largest the largest score so far that is above −∞, or {@link #NONE}
 * @param sum Σ e^(score − largest) so far
 * @param factor what the last step multiplied earlier sums by
 */
record FloatState(float[] largest, float[] sum, float[] factor) {

  /** Subtracted from a score of −∞ it leaves −∞, where −∞ would leave NaN. */
  static final float NONE = -Float.MAX_VALUE;

  static FloatState ofLanes(int lanes) {
    return new FloatState(new float[lanes], new float[lanes], new float[lanes]);
  }

  void clear() {
    Arrays.fill(largest, NONE);
    Arrays.fill(sum, 0);
  }
}
