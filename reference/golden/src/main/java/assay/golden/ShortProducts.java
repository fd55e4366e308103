package assay.golden;

/** Products whose last bits lie above the step of a sum, which they cannot make round: lemma 24. */
final class ShortProducts {

  private static final int SIGNIFICAND_BITS = 52;

  private ShortProducts() {}

  /** The share of the products x_i y_i, exact in binary64, that have a bit below {@code step}. */
  static double finer(double[] x, double[] y, double step) {
    int exponent = Math.getExponent(step);
    int finer = 0;
    for (int i = 0; i < x.length; i++) {
      finer += lastBit(x[i] * y[i]) < exponent ? 1 : 0;
    }
    return finer / (double) x.length;
  }

  /** The exponent of the last bit that is set; of 0 none is. */
  private static int lastBit(double x) {
    long significand = Double.doubleToRawLongBits(x) | 1L << SIGNIFICAND_BITS;
    int zeros = Long.numberOfTrailingZeros(significand);
    return x == 0 ? Integer.MAX_VALUE : Math.getExponent(x) - SIGNIFICAND_BITS + zeros;
  }
}
