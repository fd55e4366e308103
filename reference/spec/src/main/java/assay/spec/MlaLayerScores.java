package assay.spec;

/**
 * The scores of one query against keys that are themselves in error; arrays may be longer than
 * {@code keys}.
 *
 * @param weights exact softmax weights
 * @param scores scale · q·k_t, exact, in nats
 * @param propagated scale · Σ_i (|q_i| δk_i + δq_i |k_i| + δq_i δk_i)
 * @param gauges scale · Σ_i (|q_i| + δq_i)(|k_i| + δk_i)
 * @param keys at least 1
 * @param width terms of a score's dot product
 */
public record MlaLayerScores(
    double[] weights, double[] scores, double[] propagated, double[] gauges, int keys, int width) {

  double largest() {
    return largest(scores);
  }

  double largestPropagated() {
    return largest(propagated);
  }

  private double largest(double[] values) {
    double largest = values[0];
    for (int t = 1; t < keys; t++) {
      largest = Math.max(largest, values[t]);
    }
    return largest;
  }
}
