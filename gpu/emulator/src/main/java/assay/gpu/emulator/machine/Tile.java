package assay.gpu.emulator.machine;

/**
 * Room for the factors and sums of one matrix instruction; each warp has its own.
 *
 * <p>A lies as its registers do: element i of register r of a lane at 32(r e + i) + lane. Rows of B
 * and of the sums have their even columns before the odd ones.
 */
class Tile {

  static final int ROWS = 16;
  static final int COLUMNS = 8;
  static final int MOST_DEPTH = 32;

  /** What arithmetic gives for every NaN. */
  static final int CANONICAL_NAN = 0x7fffffff;

  final double[] left = new double[ROWS * MOST_DEPTH];
  final double[] right = new double[MOST_DEPTH * COLUMNS];
  final double[] sums = new double[ROWS * COLUMNS];

  /** Scratch: a word per lane. */
  final int[] bits = new int[Warp.LANES];

  /** Scratch: a register of B, row by row. */
  final int[] rows = new int[Warp.LANES];

  /** Scratch: what C holds, where D is written over it. */
  final int[][] starts = new int[4][Warp.LANES];

  private final double[] products = new double[MOST_DEPTH];

  /** With vectors where they are useful. */
  static Tile best() {
    return Vectors.areUseful() ? new VectorTile() : new Tile();
  }

  /** Where a column stands in a row of B and of the sums. */
  static int place(int column) {
    return column / 2 + 4 * (column % 2);
  }

  /**
   * Widens a binary32 per lane, whose bits are those of its word, {@code drop} to the right and
   * then {@code up} to the left.
   */
  void widen(int[] words, int drop, int up, double[] to, int at) {
    for (int lane = 0; lane < Warp.LANES; lane++) {
      to[at + lane] = Float.intBitsToFloat(words[lane] >>> drop << up);
    }
  }

  /** Sums of products in binary64, K ascending; these are exact, so fusing changes nothing. */
  void multiply(TileLayout layout) {
    for (int row = 0; row < ROWS; row++) {
      multiplyRow(layout, row / 8 * layout.half() + 4 * (row % 8), row * COLUMNS);
    }
  }

  private void multiplyRow(TileLayout layout, int base, int to) {
    int[] leftAt = layout.left();
    int[] rightAt = layout.right();
    for (int column = 0; column < COLUMNS; column++) {
      double sum = 0;
      for (int k = 0; k < leftAt.length; k++) {
        sum = Math.fma(left[base + leftAt[k]], right[rightAt[k] + column], sum);
      }
      sums[to + column] = sum;
    }
  }

  /** To each lane, the bits of its sum and {@code start} together; {@code at} as in lane 0. */
  void add(int at, int[] start, int[] to) {
    for (int lane = 0; lane < Warp.LANES; lane++) {
      double sum = sums[at + lane / 4 * COLUMNS + lane % 4];
      float rounded = (float) (sum + Float.intBitsToFloat(start[lane]));
      to[lane] = Float.isNaN(rounded) ? CANONICAL_NAN : Float.floatToRawIntBits(rounded);
    }
  }

  /** The products of one element and {@code start}, added as {@code how} has it. */
  float sum(Accumulation how, TileLayout layout, int base, int column, float start) {
    for (int k = 0; k < layout.depth(); k++) {
      products[k] = left[base + layout.left()[k]] * right[layout.right()[k] + place(column)];
    }
    return how.sum(products, layout.depth(), start);
  }
}
