package assay.golden;

/** What of each factor a sum of products takes: the sum itself, or what its budget needs. */
enum Moment {
  /** Σ x w. */
  VALUE,
  /** Σ |x w|. */
  MAGNITUDE,
  /** Σ (x w)². */
  SQUARE;

  /** Replaces the first {@code count} numbers. */
  void apply(double[] values, int count) {
    switch (this) {
      case VALUE -> {}
      case MAGNITUDE -> {
        for (int i = 0; i < count; i++) {
          values[i] = Math.abs(values[i]);
        }
      }
      case SQUARE -> {
        for (int i = 0; i < count; i++) {
          values[i] *= values[i];
        }
      }
    }
  }

  /** Of a copy of {@code values}. */
  double[] of(double[] values) {
    double[] result = values.clone();
    apply(result, result.length);
    return result;
  }
}
