package assay.golden.lanes;

import java.util.Arrays;

/**
 * A running softmax in each lane.
 *
 * @param largest the largest score so far that is above −∞, or {@link #NONE}
 * @param sum Σ e^(score − largest) so far
 * @param factor what the last step multiplied earlier sums by
 */
record DoubleState(double[] largest, double[] sum, double[] factor) {

  /** Subtracted from a score of −∞ it leaves −∞, where −∞ would leave NaN. */
  static final double NONE = -Double.MAX_VALUE;

  static DoubleState ofLanes(int lanes) {
    return new DoubleState(new double[lanes], new double[lanes], new double[lanes]);
  }

  void clear() {
    Arrays.fill(largest, NONE);
    Arrays.fill(sum, 0);
  }
}
