package assay.numerics;

/**
 * Codes of |value|, sign bit off, in formats of at most 24 bits: exponent field above significand,
 * so that codes and magnitudes have the same order.
 */
final class Magnitude {

  private Magnitude() {}

  /** The value of the code, which is neither infinite nor NaN; exact. */
  static double decode(FloatFormat format, int code) {
    int stored = format.precision() - 1;
    int field = code >>> stored;
    int fraction = code & ((1 << stored) - 1);
    int hidden = field == 0 ? 0 : 1 << stored;
    return Math.scalb(
        (double) (hidden + fraction), Math.max(field, 1) - 1 + format.minExponent() - stored);
  }

  /** The code of {@code value}, not a NaN; one past {@link #largest} is ∞, or NaN in E4M3. */
  static int encode(FloatFormat format, double value, Rounding rounding, Overflow overflow) {
    if (Double.isInfinite(value)) {
      return beyond(format, overflow);
    }
    long code = rounded(format, value, rounding);
    if (code <= largest(format)) {
      return (int) code;
    }
    return rounding.whole(0.5, isNegative(value)) == 0 && rounding != Rounding.RN
        ? largest(format)
        : beyond(format, overflow);
  }

  static int largest(FloatFormat format) {
    return (int) rounded(format, format.largest(), Rounding.RZ);
  }

  /** −0 is negative. */
  static boolean isNegative(double value) {
    return Double.doubleToRawLongBits(value) < 0;
  }

  private static int beyond(FloatFormat format, Overflow overflow) {
    return largest(format) + (overflow == Overflow.SATFINITE ? 0 : 1);
  }

  /** As if the exponent had no upper end. A carry out of the significand lands in the exponent. */
  private static long rounded(FloatFormat format, double value, Rounding rounding) {
    int stored = format.precision() - 1;
    int exponent = Math.max(Math.getExponent(value), format.minExponent());
    double steps = Math.scalb(Math.abs(value), stored - exponent);
    long whole = (long) rounding.whole(steps, isNegative(value));
    return ((long) (exponent - format.minExponent()) << stored) + whole;
  }
}
