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

    /** Decodes the element {@code shift} bits up in each lane. */
    void decode(int[] lanes, int shift, double[] to);
  }

  /** How C and D are held. */
  public enum Accumulator {
    F32,
    F16
  }

  private final Decoder left;
  private final Decoder right;
  private final int elements;
  private final int depth;
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
    this.depth = 4 * elements * b.length;
    this.accumulator = accumulator;
    this.how = how;
    this.a = a.clone();
    this.b = b.clone();
    this.c = c.clone();
    this.d = d.clone();
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
    tile.multiply(depth);
    switch (accumulator) {
      case F32 -> putSingles(warp, tile.sums);
      case F16 -> {
        for (int lane = 0; lane < Warp.LANES; lane++) {
          putHalves(warp, lane, tile.sums);
        }
      }
    }
  }

  private void decodeLeft(Warp warp, Tile tile) {
    int bits = 32 / elements;
    double[] decoded = tile.sums;
    for (int r = 0; r < a.length; r++) {
      for (int i = 0; i < elements; i++) {
        left.decode(warp.words[a[r]], i * bits, decoded);
        int at = 8 * (r % 2) * depth + 4 * elements * (r / 2) + i;
        for (int row = 0; row < 8; row++) {
          for (int t = 0; t < 4; t++) {
            tile.left[at + row * depth + elements * t] = decoded[4 * row + t];
          }
        }
      }
    }
  }

  private void decodeRight(Warp warp, Tile tile) {
    int bits = 32 / elements;
    double[] decoded = tile.sums;
    for (int r = 0; r < b.length; r++) {
      for (int i = 0; i < elements; i++) {
        right.decode(warp.words[b[r]], i * bits, decoded);
        int at = (4 * elements * r + i) * Tile.COLUMNS;
        for (int column = 0; column < Tile.COLUMNS; column++) {
          for (int t = 0; t < 4; t++) {
            tile.right[at + elements * t * Tile.COLUMNS + column] = decoded[4 * column + t];
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
        int row = lane / 4 + 8 * (r / 2);
        float sum = tile.sum(how, depth, row, 2 * (lane % 4) + r % 2, start);
        warp.words[d[r]][lane] = Float.isNaN(sum) ? CANONICAL_NAN : Float.floatToRawIntBits(sum);
      }
    }
  }

  private void putSingles(Warp warp, double[] sums) {
    for (int r = 0; r < d.length; r++) {
      int[] start = warp.words[c[r]];
      int[] to = warp.words[d[r]];
      int at = 8 * (r / 2) * Tile.COLUMNS + r % 2;
      for (int lane = 0; lane < Warp.LANES; lane++) {
        float sum = (float) (sums[at + 2 * lane] + Float.intBitsToFloat(start[lane]));
        to[lane] = sum == sum ? Float.floatToRawIntBits(sum) : CANONICAL_NAN;
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
    return sums[row * Tile.COLUMNS + 2 * (lane % 4) + element % 2];
  }

  private static int half(double sum, int start) {
    double total = sum + Float.float16ToFloat((short) start);
    return Double.isNaN(total) ? 0x7fff : Float.floatToFloat16((float) total) & 0xffff;
  }
}
