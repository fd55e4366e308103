package assay.gpu.emulator.machine;

/**
 * mma.sync of m16n8: D = A B + C with A of 16 × K, B of K × 8. PTX ISA 9.7.14.5.14.
 *
 * <p>Registers hold e elements of 32/e bits. With g = ⌊lane/4⌋ and t = lane mod 4, register r of A
 * is row g + 8(r mod 2), columns 4e⌊r/2⌋ + et to + e − 1; register r of B the same of column g and
 * rows 4er + et; registers of C and D are rows g and g + 8, columns 2t and 2t + 1.
 *
 * <p>Products are exact and summed in binary64; with C the sum is rounded once, to nearest. PTX
 * leaves order and rounding open.
 */
public final class MatrixMultiply extends Step {

  private static final int ROWS = 16;
  private static final int COLUMNS = 8;
  private static final int CANONICAL_NAN = 0x7fffffff;

  /** The number that an element's bits stand for. */
  @FunctionalInterface
  public interface Decoder {
    double decode(int bits);
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
  private final int[] a;
  private final int[] b;
  private final int[] c;
  private final int[] d;

  /**
   * @param elements in a register: 1, 2 or 4
   */
  public MatrixMultiply(
      Decoder left,
      Decoder right,
      int elements,
      Accumulator accumulator,
      int[] a,
      int[] b,
      int[] c,
      int[] d) {
    this.left = left;
    this.right = right;
    this.elements = elements;
    this.depth = 4 * elements * b.length;
    this.accumulator = accumulator;
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
    double[] rows = new double[ROWS * depth];
    double[] columns = new double[depth * COLUMNS];
    decodeLeft(warp, rows);
    decodeRight(warp, columns);
    double[] sums = products(rows, columns);
    for (int lane = 0; lane < Warp.LANES; lane++) {
      switch (accumulator) {
        case F32 -> putSingles(warp, lane, sums);
        case F16 -> putHalves(warp, lane, sums);
      }
    }
  }

  private void decodeLeft(Warp warp, double[] rows) {
    int bits = 32 / elements;
    for (int r = 0; r < a.length; r++) {
      int[] lanes = warp.words[a[r]];
      for (int lane = 0; lane < Warp.LANES; lane++) {
        int row = lane / 4 + 8 * (r % 2);
        int column = 4 * elements * (r / 2) + elements * (lane % 4);
        for (int i = 0; i < elements; i++) {
          rows[row * depth + column + i] = left.decode(lanes[lane] >>> i * bits);
        }
      }
    }
  }

  private void decodeRight(Warp warp, double[] columns) {
    int bits = 32 / elements;
    for (int r = 0; r < b.length; r++) {
      int[] lanes = warp.words[b[r]];
      for (int lane = 0; lane < Warp.LANES; lane++) {
        int row = 4 * elements * r + elements * (lane % 4);
        for (int i = 0; i < elements; i++) {
          columns[(row + i) * COLUMNS + lane / 4] = right.decode(lanes[lane] >>> i * bits);
        }
      }
    }
  }

  private double[] products(double[] rows, double[] columns) {
    double[] sums = new double[ROWS * COLUMNS];
    for (int row = 0; row < ROWS; row++) {
      for (int k = 0; k < depth; k++) {
        double factor = rows[row * depth + k];
        for (int column = 0; column < COLUMNS; column++) {
          sums[row * COLUMNS + column] += factor * columns[k * COLUMNS + column];
        }
      }
    }
    return sums;
  }

  private void putSingles(Warp warp, int lane, double[] sums) {
    for (int r = 0; r < d.length; r++) {
      float start = Float.intBitsToFloat(warp.words[c[r]][lane]);
      float sum = (float) (sum(sums, lane, r) + start);
      warp.words[d[r]][lane] = Float.isNaN(sum) ? CANONICAL_NAN : Float.floatToRawIntBits(sum);
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
    return sums[row * COLUMNS + 2 * (lane % 4) + element % 2];
  }

  private static int half(double sum, int start) {
    double total = sum + Float.float16ToFloat((short) start);
    return Double.isNaN(total) ? 0x7fff : Float.floatToFloat16((float) total) & 0xffff;
  }
}
