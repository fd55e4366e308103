package assay.gpu.emulator.machine;

/**
 * mma.sync of m16n8: D = A B + C with A of 16 × K, B of K × 8. PTX ISA 9.7.14.5.14.
 *
 * <p>Registers hold e elements of 32/e bits, as {@link TileLayout} says; those of C and D are rows
 * g and g + 8, columns 2t and 2t + 1, with g = ⌊lane/4⌋ and t = lane mod 4.
 *
 * <p>Products are exact and summed in binary64; with C the sum is rounded once, to nearest. PTX
 * leaves order and rounding open, and {@link Accumulation} has other ways.
 */
public final class MatrixMultiply extends Step {

  /** For each place in four rows of B, the lane that holds it. */
  private static final int[] LANE_OF_PLACE = laneOfPlace();

  /** How C and D are held. */
  public enum Accumulator {
    F32,
    F16
  }

  private final Decoder left;
  private final Decoder right;
  private final int elements;
  private final TileLayout layout;
  private final Accumulator accumulator;
  private final Accumulation how;
  private final int[] a;
  private final int[] b;
  private final int[] c;
  private final int[] d;

  /** Whether a register of D is written before it is read as one of C. */
  private final boolean overlapping;

  /**
   * @param elements in a register: 1, 2 or 4
   * @param how products are added to C where that is held in binary32
   */
  public MatrixMultiply(
      Decoder left,
      Decoder right,
      int elements,
      Accumulator accumulator,
      Accumulation how,
      int[] a,
      int[] b,
      int[] c,
      int[] d) {
    this.left = left;
    this.right = right;
    this.elements = elements;
    this.accumulator = accumulator;
    this.how = how;
    this.a = a.clone();
    this.b = b.clone();
    this.c = c.clone();
    this.d = d.clone();
    this.layout = TileLayout.of(elements, b.length);
    this.overlapping = overlapping(d, c);
  }

  @Override
  public void execute(Warp warp, int mask) {
    if (!warp.wholeWarp(mask, "mma.sync")) {
      return;
    }
    Tile tile = warp.tile();
    decodeLeft(warp, tile);
    decodeRight(warp, tile);
    if (overlapping) {
      keepStarts(warp, tile);
    }
    if (accumulator == Accumulator.F32 && how != Accumulation.NEAREST) {
      putSums(warp, tile);
      return;
    }
    tile.multiply(layout);
    switch (accumulator) {
      case F32 -> putSingles(warp, tile);
      case F16 -> putHalves(warp, tile);
    }
  }

  private static int[] laneOfPlace() {
    int[] lanes = new int[Warp.LANES];
    for (int lane = 0; lane < Warp.LANES; lane++) {
      lanes[lane % 4 * Tile.COLUMNS + Tile.place(lane / 4)] = lane;
    }
    return lanes;
  }

  private static boolean overlapping(int[] d, int[] c) {
    boolean overlapping = false;
    for (int i = 0; i < d.length; i++) {
      for (int j = i + 1; j < c.length; j++) {
        overlapping |= d[i] == c[j];
      }
    }
    return overlapping;
  }

  private void decodeLeft(Warp warp, Tile tile) {
    for (int r = 0; r < a.length; r++) {
      for (int i = 0; i < elements; i++) {
        int at = Warp.LANES * (r * elements + i);
        left.decode(tile, warp.words[a[r]], i, elements, tile.left, at);
      }
    }
  }

  private void decodeRight(Warp warp, Tile tile) {
    for (int r = 0; r < b.length; r++) {
      int[] lanes = warp.words[b[r]];
      for (int place = 0; place < Warp.LANES; place++) {
        tile.rows[place] = lanes[LANE_OF_PLACE[place]];
      }
      for (int i = 0; i < elements; i++) {
        right.decode(tile, tile.rows, i, elements, tile.right, Warp.LANES * (r * elements + i));
      }
    }
  }

  /** Each element on its own, in an order and with roundings that are not the usual ones. */
  private void putSums(Warp warp, Tile tile) {
    for (int r = 0; r < d.length; r++) {
      int[] start = start(warp, tile, r);
      for (int lane = 0; lane < Warp.LANES; lane++) {
        int base = r / 2 * layout.half() + lane / 4 * 4;
        float more = Float.intBitsToFloat(start[lane]);
        float sum = tile.sum(how, layout, base, 2 * (lane % 4) + r % 2, more);
        warp.words[d[r]][lane] =
            Float.isNaN(sum) ? Tile.CANONICAL_NAN : Float.floatToRawIntBits(sum);
      }
    }
  }

  private void putSingles(Warp warp, Tile tile) {
    for (int r = 0; r < d.length; r++) {
      int first = r / 2 * (Tile.ROWS / 2) * Tile.COLUMNS + r % 2 * 4;
      tile.add(first, start(warp, tile, r), warp.words[d[r]]);
    }
  }

  private void putHalves(Warp warp, Tile tile) {
    for (int r = 0; r < d.length; r++) {
      int[] start = start(warp, tile, r);
      int[] to = warp.words[d[r]];
      for (int lane = 0; lane < Warp.LANES; lane++) {
        int low = half(sum(tile.sums, lane, 2 * r), start[lane]);
        int high = half(sum(tile.sums, lane, 2 * r + 1), start[lane] >>> 16);
        to[lane] = low | high << 16;
      }
    }
  }

  /** What register r of C holds. */
  private int[] start(Warp warp, Tile tile, int r) {
    return overlapping ? tile.starts[r] : warp.words[c[r]];
  }

  private void keepStarts(Warp warp, Tile tile) {
    for (int r = 0; r < c.length; r++) {
      System.arraycopy(warp.words[c[r]], 0, tile.starts[r], 0, Warp.LANES);
    }
  }

  private static double sum(double[] sums, int lane, int element) {
    int row = lane / 4 + 8 * (element / 2);
    return sums[row * Tile.COLUMNS + lane % 4 + 4 * (element % 2)];
  }

  private static int half(double sum, int start) {
    double total = sum + Float.float16ToFloat((short) start);
    return Double.isNaN(total) ? 0x7fff : Float.floatToFloat16((float) total) & 0xffff;
  }
}
