package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.KeyBounds;

/** Magnitudes of one group's queries, keys and values. */
final class AttentionNorms {

  private final Lanes lanes;
  private double[] queries = {};
  private double[] queryQuartics = {};
  private double[] keys = {};
  private double[] keyQuartics = {};
  private double[] largestSoFar = {};
  private double[] valueSums = {};
  private int count;
  private int valueWidth;

  AttentionNorms(Lanes lanes) {
    this.lanes = lanes;
  }

  /** Takes the queries' norms; {@link #key} takes the others'. */
  void begin(AttentionGroup group, AttentionShape shape) {
    queries = sized(queries, group.rows());
    queryQuartics = sized(queryQuartics, group.rows());
    keys = sized(keys, group.keys());
    keyQuartics = sized(keyQuartics, group.keys());
    largestSoFar = sized(largestSoFar, group.keys());
    valueWidth = shape.valueWidth();
    valueSums = new double[valueWidth];
    count = group.keys();
    double[] query = new double[shape.keyWidth()];
    for (int row = 0; row < group.rows(); row++) {
      group.query(row, query, 0);
      Lanes.PowerSums sums = lanes.powerSums(query, 0, query.length);
      queries[row] = Math.sqrt(sums.second());
      queryQuartics[row] = Math.sqrt(sums.fourth());
    }
  }

  /** Keys in order; returns the largest |v| of this one, NaN where there is one. */
  double key(int t, double[] key, double[] value) {
    Lanes.PowerSums sums = lanes.powerSums(key, 0, key.length);
    keys[t] = Math.sqrt(sums.second());
    keyQuartics[t] = Math.sqrt(sums.fourth());
    double before = t == 0 ? 0 : largestSoFar[t - 1];
    double largest = lanes.maxMagnitude(value, 0, valueWidth);
    if (largest <= Double.MAX_VALUE) {
      for (int d = 0; d < valueWidth; d++) {
        valueSums[d] += value[d];
      }
    }
    largestSoFar[t] =
        largest <= Double.MAX_VALUE ? Math.max(before, largest) : largestFinite(before, value);
    return largest;
  }

  private double largestFinite(double before, double[] value) {
    double largest = before;
    for (int i = 0; i < valueWidth; i++) {
      double magnitude = Math.abs(value[i]);
      largest = magnitude <= Double.MAX_VALUE ? Math.max(largest, magnitude) : largest;
    }
    return largest;
  }

  /** scale · ‖q‖ of a row and ‖k_t‖. */
  KeyBounds gauges(int row, double scale) {
    return new KeyBounds(scale * queries[row], keys);
  }

  /** scale² · √(Σ q⁴ Σ k⁴): at least scale² · Σ_i (q_i k_ti)², by Cauchy and Schwarz. */
  KeyBounds spreads(int row, double scaleSquare) {
    return new KeyBounds(scaleSquare * queryQuartics[row], keyQuartics);
  }

  /** The largest finite |v| among the first {@code count} keys, at least one; 0 if none is. */
  double largestValue(int count) {
    return largestSoFar[count - 1];
  }

  /** The mean of a value feature over the group's keys; those that are not finite count as 0. */
  double plainMean(int d) {
    return valueSums[d] / count;
  }

  private static double[] sized(double[] array, int length) {
    return array.length < length ? new double[length] : array;
  }
}
