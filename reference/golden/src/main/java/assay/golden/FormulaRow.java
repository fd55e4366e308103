package assay.golden;

import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;

/**
 * One row of softmax attention as its formula reads: naive loops, every sum compensated, {@link
 * StrictMath#exp}. Shares nothing with {@link AttentionEngine}.
 *
 * @param query [width]
 * @param keys [T, width], the visible ones
 * @param values [T, V]
 * @param valueWidth V
 * @param sink in nats; −∞ for none
 */
record FormulaRow(
    double[] query, double[][] keys, double[][] values, int valueWidth, double scale, double sink) {

  /** Writes out from {@code at} on and returns lse, the sink left out. */
  double attend(double[] out, int at) {
    if (keys.length == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double[] weights = new double[keys.length];
    Arrays.setAll(weights, t -> scale * Sum.ofProducts(query, keys[t]).getAsDouble());
    double largest = Arrays.stream(weights).max().orElseThrow();
    double[] scores = weights.clone();
    Arrays.setAll(weights, t -> StrictMath.exp(scores[t] - largest));
    double lse = largest + StrictMath.log(Sum.of(weights).getAsDouble());
    double shift = sink < Double.POSITIVE_INFINITY ? Math.max(largest, sink) : largest;
    Arrays.setAll(weights, t -> StrictMath.exp(scores[t] - shift));
    double total = Sum.of(weights).add(StrictMath.exp(sink - shift)).getAsDouble();
    for (int v = 0; v < valueWidth; v++) {
      Sum sum = Sum.create();
      for (int t = 0; t < weights.length; t++) {
        sum.addProduct(weights[t], values[t][v]);
      }
      out[at + v] = sum.getAsDouble() / total;
    }
    return lse;
  }
}
