package assay.gpu.emulator.execute;

import assay.gpu.emulator.lanes.WordFromWordWord;

/**
 * The smaller and the larger of two numbers; −0 is smaller than +0. PTX ISA 9.7.3.11, 9.7.3.12.
 *
 * <p>With one NaN the result is the other operand; with {@code .NaN}, or two, it is the canonical
 * NaN.
 */
final class MinMax {

  private MinMax() {}

  static WordFromWordWord.Op min(boolean nanWins) {
    return (a, b) -> {
      float x = Float32.of(a);
      float y = Float32.of(b);
      return !nanWins && Float.isNaN(x)
          ? other(b)
          : !nanWins && Float.isNaN(y) ? a : Float32.bits(Math.min(x, y));
    };
  }

  static WordFromWordWord.Op max(boolean nanWins) {
    return (a, b) -> {
      float x = Float32.of(a);
      float y = Float32.of(b);
      return !nanWins && Float.isNaN(x)
          ? other(b)
          : !nanWins && Float.isNaN(y) ? a : Float32.bits(Math.max(x, y));
    };
  }

  private static int other(int bits) {
    return Float32.bits(Float32.of(bits));
  }

  static double min(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
  }

  static double max(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
  }
}
