package assay.gpu.emulator.machine;

/** Room for the factors and sums of one matrix instruction, row-major; each warp has its own. */
final class Tile {

  static final int ROWS = 16;
  static final int COLUMNS = 8;
  private static final int MOST_DEPTH = 32;

  final double[] left = new double[ROWS * MOST_DEPTH];
  final double[] right = new double[MOST_DEPTH * COLUMNS];
  final double[] sums = new double[ROWS * COLUMNS];
  private final double[] products = new double[MOST_DEPTH];

  /**
   * Sums of products in binary64, K ascending; the products are exact, so fusing changes nothing.
   */
  void multiply(int depth) {
    double[] a = left;
    double[] b = right;
    for (int row = 0; row < ROWS; row++) {
      double s0 = 0;
      double s1 = 0;
      double s2 = 0;
      double s3 = 0;
      double s4 = 0;
      double s5 = 0;
      double s6 = 0;
      double s7 = 0;
      for (int k = 0; k < depth; k++) {
        double factor = a[row * depth + k];
        int at = k * COLUMNS;
        s0 = Math.fma(factor, b[at], s0);
        s1 = Math.fma(factor, b[at + 1], s1);
        s2 = Math.fma(factor, b[at + 2], s2);
        s3 = Math.fma(factor, b[at + 3], s3);
        s4 = Math.fma(factor, b[at + 4], s4);
        s5 = Math.fma(factor, b[at + 5], s5);
        s6 = Math.fma(factor, b[at + 6], s6);
        s7 = Math.fma(factor, b[at + 7], s7);
      }
      int to = row * COLUMNS;
      sums[to] = s0;
      sums[to + 1] = s1;
      sums[to + 2] = s2;
      sums[to + 3] = s3;
      sums[to + 4] = s4;
      sums[to + 5] = s5;
      sums[to + 6] = s6;
      sums[to + 7] = s7;
    }
  }

  /** The products of one element and {@code start}, added as {@code how} has it. */
  float sum(Accumulation how, int depth, int row, int column, float start) {
    for (int k = 0; k < depth; k++) {
      products[k] = left[row * depth + k] * right[k * COLUMNS + column];
    }
    return how.sum(products, depth, start);
  }
}
