package assay.numerics;

/**
 * IEEE 754 binary16: 1 sign bit, 5 exponent bits, 10 stored significand bits; held in a {@code
 * short}.
 *
 * <p>Special cases: infinities, signed zeros and subnormals are kept; every NaN encodes to a quiet
 * NaN.
 */
public final class Float16 {

  /** A quiet NaN. */
  public static final short NAN = 0x7E00;

  private Float16() {}

  /** The value of {@code bits}; exact. */
  public static float toFloat(short bits) {
    return Float.float16ToFloat(bits);
  }

  /** The binary16 nearest to {@code value}, ties to even; overflow gives an infinity. */
  public static short fromFloat(float value) {
    return Float.isNaN(value) ? NAN : Float.floatToFloat16(value);
  }

  /** As {@link #fromFloat}, of a double, in one rounding. */
  public static short fromDouble(double value) {
    return fromFloat(OddRounding.toFloat(value));
  }

  /** {@code value} rounded once, as {@code cvt} of PTX does. */
  public static short encode(double value, Rounding rounding, Overflow overflow) {
    if (Double.isNaN(value)) {
      return NAN;
    }
    int magnitude = Magnitude.encode(FloatFormat.FP16, value, rounding, overflow);
    return (short) (magnitude | (Magnitude.isNegative(value) ? 0x8000 : 0));
  }
}
