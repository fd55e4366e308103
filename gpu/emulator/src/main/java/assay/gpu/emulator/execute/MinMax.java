package assay.gpu.emulator.execute;

import static assay.gpu.emulator.lanes.VectorForm.Operation.MAX_F32;
import static assay.gpu.emulator.lanes.VectorForm.Operation.MIN_F32;

import assay.gpu.emulator.lanes.VectorForm;
import assay.gpu.emulator.lanes.Vectored;
import assay.gpu.emulator.lanes.WordFromWordWord;
import assay.gpu.emulator.load.Form;

/**
 * The smaller or the larger of two numbers; −0 is smaller than +0. PTX ISA 9.7.3.11, 9.7.3.12.
 *
 * <p>With one NaN the result is the other operand; with {@code .NaN}, or two, it is the canonical
 * NaN.
 *
 * @param smaller else the larger
 * @param flushes whether subnormal operands become zeros
 */
record MinMax(boolean smaller, boolean nanWins, boolean flushes) implements WordFromWordWord.Op {

  private static final int INFINITY = 0x7f800000;

  static WordFromWordWord.Op of(Form form) {
    MinMax plain = new MinMax(form.opcode().equals("min"), form.has("NaN"), form.has("ftz"));
    VectorForm.Operation vectors = plain.smaller ? MIN_F32 : MAX_F32;
    return plain.nanWins ? plain : Vectored.of(VectorForm.of(vectors, plain.flushes), plain);
  }

  /** Without branches, fit for vectors: a NaN gives way to any number, as the worst of all. */
  @Override
  public int apply(int a, int b) {
    int first = candidate(flushed(a));
    int second = candidate(flushed(b));
    int best = ordered(smaller ? Math.min(first, second) : Math.max(first, second));
    int nan = nanWins ? nan(a) | nan(b) : nan(a) & nan(b);
    return (best & ~nan) | (Float32.NAN & nan);
  }

  private int candidate(int bits) {
    int worst = smaller ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    int nan = nan(bits);
    return (ordered(bits) & ~nan) | (worst & nan);
  }

  /** All bits of a NaN, none of a number. */
  private static int nan(int bits) {
    return (INFINITY - (bits & Integer.MAX_VALUE)) >> 31;
  }

  private int flushed(int bits) {
    return flushes ? Float32.flush(bits) : bits;
  }

  /** To a whole number that compares like the binary32, and back. */
  private static int ordered(int bits) {
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  static double min(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
  }

  static double max(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
  }
}
