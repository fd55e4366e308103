package assay.golden;

/** Magnitudes of one group's queries, keys and values. */
final class AttentionNorms {

  private final double[] queries;
  private final double[] keys;
  private final double[] largestSoFar;

  private AttentionNorms(int queries, int keys) {
    this.queries = new double[queries];
    this.keys = new double[keys];
    this.largestSoFar = new double[keys];
  }

  static AttentionNorms of(AttentionGroup group, AttentionShape shape) {
    AttentionNorms norms = new AttentionNorms(group.rows(), group.keys());
    double[] features = new double[shape.keyWidth()];
    for (int row = 0; row < group.rows(); row++) {
      group.query(row, features, 0);
      norms.queries[row] = norm(features);
    }
    double[] value = new double[shape.valueWidth()];
    double largest = 0;
    for (int t = 0; t < group.keys(); t++) {
      group.key(t, features, 0);
      norms.keys[t] = norm(features);
      group.value(t, value, 0);
      largest = largest(largest, value);
      norms.largestSoFar[t] = largest;
    }
    return norms;
  }

  /** ‖q‖ of a row, not scaled. */
  double query(int row) {
    return queries[row];
  }

  /** ‖k_t‖. */
  double key(int t) {
    return keys[t];
  }

  /** The largest |v| among the first {@code keys} keys, NaN aside; at least one. */
  double largestValue(int keys) {
    return largestSoFar[keys - 1];
  }

  private static double norm(double[] features) {
    double sum = 0;
    for (double feature : features) {
      sum = Math.fma(feature, feature, sum);
    }
    return Math.sqrt(sum);
  }

  private static double largest(double floor, double[] values) {
    double largest = floor;
    for (double value : values) {
      if (Math.abs(value) > largest) {
        largest = Math.abs(value);
      }
    }
    return largest;
  }
}
