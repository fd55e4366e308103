package assay.golden;

/**
 * Rows of numbers, each with the largest error that an honest implementation may have made of it.
 *
 * @param rows count
 * @param width numbers per row
 * @param values [rows, width]
 * @param errors [rows, width], at least 0
 */
record Perturbed(int rows, int width, double[] values, double[] errors) {

  /** All zero. */
  static Perturbed zeros(int rows, int width) {
    int count = Math.multiplyExact(rows, width);
    return new Perturbed(rows, width, new double[count], new double[count]);
  }

  /** Free of error. */
  static Perturbed exact(int rows, int width, double[] values) {
    return new Perturbed(rows, width, values, new double[values.length]);
  }

  int at(int row, int column) {
    return row * width + column;
  }

  /** |x| + δ of every number. */
  double[] sizes() {
    double[] sizes = new double[values.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(values[i]) + errors[i];
    }
    return sizes;
  }

  /** |x| of every number. */
  double[] magnitudes() {
    double[] magnitudes = new double[values.length];
    for (int i = 0; i < magnitudes.length; i++) {
      magnitudes[i] = Math.abs(values[i]);
    }
    return magnitudes;
  }

  /** Columns {@code first} to before {@code first + count}, copied. */
  Perturbed columns(int first, int count) {
    Perturbed part = zeros(rows, count);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, at(row, first), part.values, part.at(row, 0), count);
      System.arraycopy(errors, at(row, first), part.errors, part.at(row, 0), count);
    }
    return part;
  }

  /** Writes {@code part} over the columns from {@code first} on. */
  void put(int first, Perturbed part) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(part.values, part.at(row, 0), values, at(row, first), part.width);
      System.arraycopy(part.errors, part.at(row, 0), errors, at(row, first), part.width);
    }
  }

  /** The rows of both, side by side, copied. */
  Perturbed beside(Perturbed other) {
    Perturbed both = zeros(rows, width + other.width);
    both.put(0, this);
    both.put(width, other);
    return both;
  }
}
