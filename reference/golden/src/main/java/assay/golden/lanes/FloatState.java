package assay.golden.lanes;

import java.util.Arrays;

/**
 * A running softmax in each lane.
 *
 * @param largest the largest score so far, −∞ before any
 * @param sum Σ e^(score − largest) so far
 * @param factor what the last step multiplied earlier sums by
 */
record FloatState(float[] largest, float[] sum, float[] factor) {

  static FloatState ofLanes(int lanes) {
    return new FloatState(new float[lanes], new float[lanes], new float[lanes]);
  }

  void clear() {
    Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    Arrays.fill(sum, 0);
  }
}
