package assay.gpu.emulator.execute;

import assay.gpu.emulator.lanes.WordFromFloatFloat;
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
record MinMax(boolean smaller, boolean nanWins, boolean flushes) implements WordFromFloatFloat.Op {

  static MinMax of(Form form) {
    return new MinMax(form.opcode().equals("min"), form.has("NaN"), form.has("ftz"));
  }

  @Override
  public int apply(int a, int b) {
    boolean aIsNan = Float.isNaN(Float32.of(a));
    boolean bIsNan = Float.isNaN(Float32.of(b));
    if (aIsNan && bIsNan || nanWins && (aIsNan || bIsNan)) {
      return Float32.NAN;
    }
    return aIsNan ? flushed(b) : bIsNan ? flushed(a) : ofNumbers(a, b);
  }

  @Override
  public int ofNumbers(int a, int b) {
    int first = ordered(flushed(a));
    int second = ordered(flushed(b));
    return ordered(smaller ? Math.min(first, second) : Math.max(first, second));
  }

  private int flushed(int bits) {
    return flushes ? Float32.flush(bits) : bits;
  }

  /** To a whole number that compares like the binary32, and back. */
  private static int ordered(int bits) {
    return bits ^ bits >> 31 & Integer.MAX_VALUE;
  }

  static double min(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
  }

  static double max(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
  }
}
