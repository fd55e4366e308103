package assay.gpu.emulator.machine;

/**
 * Where the factors of a matrix instruction lie in a {@link Tile}, as their registers have them.
 *
 * @param left for each k, where A's element of row 0 and column k lies; the next row is four on
 * @param right for each k, where row k of B begins
 * @param half from A's row 0 to its row 8: one register on
 */
record TileLayout(int[] left, int[] right, int half) {

  /**
   * With g = ⌊lane/4⌋ and t = lane mod 4, register r of A has row g + 8(r mod 2) and columns
   * 4e⌊r/2⌋ + et to et + e − 1; register r of B has rows 4er + et to et + e − 1.
   *
   * @param elements in a register, e
   * @param registers of B
   */
  static TileLayout of(int elements, int registers) {
    int[] left = new int[4 * elements * registers];
    int[] right = new int[left.length];
    for (int k = 0; k < left.length; k++) {
      int register = k / (4 * elements);
      int t = k / elements % 4;
      int element = k % elements;
      left[k] = Warp.LANES * (2 * register * elements + element) + t;
      right[k] = Warp.LANES * (register * elements + element) + t * Tile.COLUMNS;
    }
    return new TileLayout(left, right, Warp.LANES * elements);
  }

  int depth() {
    return left.length;
  }
}
