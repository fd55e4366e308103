package assay.numerics;

/**
 * bfloat16: 1 sign bit, 8 exponent bits, 7 stored significand bits; held in a {@code short}.
 *
 * <p>Special cases: infinities, signed zeros and subnormals are kept; every NaN encodes to a quiet
 * NaN.
 */
public final class BFloat16 {

  /** A quiet NaN. */
  public static final short NAN = 0x7FFF;

  private BFloat16() {}

  /** The value of {@code bits}; exact. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }

  /** The bfloat16 nearest to {@code value}, ties to even; overflow gives an infinity. */
  public static short fromFloat(float value) {
    if (Float.isNaN(value)) {
      return NAN;
    }
    int bits = Float.floatToRawIntBits(value);
    int tiesToEven = 0x7FFF + ((bits >>> 16) & 1);
    return (short) ((bits + tiesToEven) >>> 16);
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
    int magnitude = Magnitude.encode(FloatFormat.BF16, value, rounding, overflow);
    return (short) (magnitude | (Magnitude.isNegative(value) ? 0x8000 : 0));
  }
}
