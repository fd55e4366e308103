package assay.gpu.emulator.machine;

/**
 * mma.sync of m16n8: D = A B + C with A of 16 × K, B of K × 8. PTX ISA 9.7.14.5.14.
 *
 * <p>Registers hold e elements of 32/e bits. With g = ⌊lane/4⌋ and t = lane mod 4, register r of A
 * is row g + 8(r mod 2), columns 4e⌊r/2⌋ + et to + e − 1; register r of B the same of column g and
 * rows 4er + et; registers of C and D are rows g and g + 8, columns 2t and 2t + 1.
 *
 * <p>Products are exact and summed in binary64; with C the sum is rounded once, to nearest. PTX
 * leaves order and rounding open, and {@link Accumulation} has other ways.
 */
public final class MatrixMultiply extends Step {

  private static final int CANONICAL_NAN = 0x7fffffff;

  /** The numbers that elements' bits stand for. */
  public interface Decoder {

    /** Decodes the element {@code shift} bits up in each lane, to the bits of a binary32. */
    void decode(int[] lanes, int shift, int[] to);
  }

  /** How C and D are held. */
  public enum Accumulator {
    F32,
    F16
  }

  private final Decoder left;
  private final Decoder right;
  private final int elements;
  private final int[] leftAt;
  private final Accumulator accumulator;
  private final Accumulation how;
  private final int[] a;
  private final int[] b;
  private final int[] c;
  private final int[] d;

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
    this.leftAt = leftAt();
  }

  @Override
  public void execute(Warp warp, int mask) {
    if (!warp.wholeWarp(mask, "mma.sync")) {
      return;
    }
    Tile tile = warp.tile();
    decodeLeft(warp, tile);
    decodeRight(warp, tile);
    if (accumulator == Accumulator.F32 && how != Accumulation.NEAREST) {
      putSums(warp, tile);
      return;
    }
    tile.multiply(leftAt, half());
    switch (accumulator) {
      case F32 -> putSingles(warp, tile.sums);
      case F16 -> {
        for (int lane = 0; lane < Warp.LANES; lane++) {
          putHalves(warp, lane, tile.sums);
        }
      }
    }
  }

  /** Where A's element of row 0 and column k lies in a tile. */
  private int[] leftAt() {
    int[] at = new int[4 * elements * b.length];
    for (int k = 0; k < at.length; k++) {
      int register = 2 * (k / (4 * elements));
      at[k] = Warp.LANES * (register * elements + k % elements) + k / elements % 4;
    }
    return at;
  }

  /** From A's row 0 to its row 8: one register on. */
  private int half() {
    return Warp.LANES * elements;
  }

  private void decodeLeft(Warp warp, Tile tile) {
    int bits = 32 / elements;
    for (int r = 0; r < a.length; r++) {
      for (int i = 0; i < elements; i++) {
        left.decode(warp.words[a[r]], i * bits, tile.bits);
        tile.widen(tile.left, Warp.LANES * (r * elements + i));
      }
    }
  }

  private void decodeRight(Warp warp, Tile tile) {
    int bits = 32 / elements;
    double[] decoded = tile.decoded;
    for (int r = 0; r < b.length; r++) {
      for (int i = 0; i < elements; i++) {
        right.decode(warp.words[b[r]], i * bits, tile.bits);
        tile.widen(decoded, 0);
        for (int t = 0; t < 4; t++) {
          int at = (elements * (4 * r + t) + i) * Tile.COLUMNS;
          for (int pair = 0; pair < 4; pair++) {
            tile.right[at + pair] = decoded[8 * pair + t];
            tile.right[at + pair + 4] = decoded[8 * pair + 4 + t];
          }
        }
      }
    }
  }

  /** Each element on its own, in an order and with roundings that are not the usual ones. */
  private void putSums(Warp warp, Tile tile) {
    for (int r = 0; r < d.length; r++) {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        float start = Float.intBitsToFloat(warp.words[c[r]][lane]);
        int base = r / 2 * half() + lane / 4 * 4;
        float sum = tile.sum(how, leftAt, base, 2 * (lane % 4) + r % 2, start);
        warp.words[d[r]][lane] = Float.isNaN(sum) ? CANONICAL_NAN : Float.floatToRawIntBits(sum);
      }
    }
  }

  private void putSingles(Warp warp, double[] sums) {
    for (int r = 0; r < d.length; r++) {
      int[] start = warp.words[c[r]];
      int[] to = warp.words[d[r]];
      int at = 8 * (r / 2) * Tile.COLUMNS + 4 * (r % 2);
      for (int lane = 0; lane < Warp.LANES; lane++) {
        int place = at + (lane & ~3) * 2 + (lane & 3);
        float sum = (float) (sums[place] + Float.intBitsToFloat(start[lane]));
        to[lane] = Float.isNaN(sum) ? CANONICAL_NAN : Float.floatToRawIntBits(sum);
      }
    }
  }

  private void putHalves(Warp warp, int lane, double[] sums) {
    for (int r = 0; r < d.length; r++) {
      int start = warp.words[c[r]][lane];
      int low = half(sum(sums, lane, 2 * r), start);
      int high = half(sum(sums, lane, 2 * r + 1), start >>> 16);
      warp.words[d[r]][lane] = low | high << 16;
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
