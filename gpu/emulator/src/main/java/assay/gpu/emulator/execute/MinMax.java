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
      float chosen = Math.min(Float32.of(a), Float32.of(b));
      return Float.isNaN(chosen) ? unordered(nanWins, a, b) : Float.floatToRawIntBits(chosen);
    };
  }

  static WordFromWordWord.Op max(boolean nanWins) {
    return (a, b) -> {
      float chosen = Math.max(Float32.of(a), Float32.of(b));
      return Float.isNaN(chosen) ? unordered(nanWins, a, b) : Float.floatToRawIntBits(chosen);
    };
  }

  private static int unordered(boolean nanWins, int a, int b) {
    return nanWins ? Float32.NAN : Float32.bits(Float32.of(Float.isNaN(Float32.of(a)) ? b : a));
  }

  static double min(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b);
  }

  static double max(double a, double b) {
    return Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b);
  }
}
