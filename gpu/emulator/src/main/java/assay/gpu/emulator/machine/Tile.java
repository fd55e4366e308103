package assay.gpu.emulator.machine;

/**
 * Room for the factors and sums of one matrix instruction; each warp has its own.
 *
 * <p>A lies as its registers do: element i of register r of a lane at 32(r e + i) + lane. B and the
 * sums are row-major, even columns before odd ones.
 */
class Tile {

  static final int ROWS = 16;
  static final int COLUMNS = 8;
  static final int MOST_DEPTH = 32;

  final double[] left = new double[ROWS * MOST_DEPTH];
  final double[] right = new double[MOST_DEPTH * COLUMNS];
  final double[] sums = new double[ROWS * COLUMNS];
  final int[] bits = new int[Warp.LANES];
  final double[] decoded = new double[Warp.LANES];
  private final double[] products = new double[MOST_DEPTH];

  /** With vectors where the virtual machine has them. */
  static Tile best() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    return vectors ? VectorTile.createOrPlain() : new Tile();
  }

  /** Where a column stands in a row of B and of the sums. */
  static int place(int column) {
    return column / 2 + 4 * (column % 2);
  }

  /** Binary32 to binary64, from {@link #bits}, a number per lane. */
  void widen(double[] to, int at) {
    for (int lane = 0; lane < Warp.LANES; lane++) {
      to[at + lane] = Float.intBitsToFloat(bits[lane]);
    }
  }

  /**
   * Sums of products in binary64, K ascending; the products are exact, so fusing changes nothing.
   *
   * @param leftAt for each k, where A's element of row 0 lies
   * @param half from A's row 0 to row 8
   */
  void multiply(int[] leftAt, int half) {
    for (int row = 0; row < ROWS; row++) {
      multiplyRow(leftAt, row / 8 * half + 4 * (row % 8), row * COLUMNS);
    }
  }

  private void multiplyRow(int[] leftAt, int base, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    double[] b = right;
    for (int k = 0; k < leftAt.length; k++) {
      double factor = left[base + leftAt[k]];
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
    sums[to] = s0;
    sums[to + 1] = s1;
    sums[to + 2] = s2;
    sums[to + 3] = s3;
    sums[to + 4] = s4;
    sums[to + 5] = s5;
    sums[to + 6] = s6;
    sums[to + 7] = s7;
  }

  /** The products of one element and {@code start}, added as {@code how} has it. */
  float sum(Accumulation how, int[] leftAt, int base, int column, float start) {
    for (int k = 0; k < leftAt.length; k++) {
      products[k] = left[base + leftAt[k]] * right[k * COLUMNS + place(column)];
    }
    return how.sum(products, leftAt.length, start);
  }
}
