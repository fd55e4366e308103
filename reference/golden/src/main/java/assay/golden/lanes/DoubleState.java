package assay.golden.lanes;

import java.util.Arrays;

/**
 * A running softmax in each lane.
 *
 * @param largest the largest score so far, −∞ before any
 * @param sum Σ e^(score − largest) so far
 * @param factor what the last step multiplied earlier sums by
 */
record DoubleState(double[] largest, double[] sum, double[] factor) {

  static DoubleState ofLanes(int lanes) {
    return new DoubleState(new double[lanes], new double[lanes], new double[lanes]);
  }

  void clear() {
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    Arrays.fill(sum, 0);
  }
}
