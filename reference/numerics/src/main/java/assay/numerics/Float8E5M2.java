package assay.numerics;

/**
 * FP8 E5M2: 1 sign bit, 5 exponent bits, 2 stored significand bits; held in a {@code byte}.
 *
 * <p>Largest 57,344; signed zeros, subnormals and infinities (0x7C, 0xFC). Above them are NaNs.
 *
 * <p>Source: OCP 8-bit Floating Point Specification 1.0; PTX ISA, {@code cvt}.
 */
public final class Float8E5M2 {

  /** The NaN that every NaN encodes to. */
  public static final byte NAN = 0x7F;

  private static final float[] VALUES = values();

  private Float8E5M2() {}

  /** The value of {@code bits}; exact. */
  public static float toFloat(byte bits) {
    return VALUES[bits & 0xFF];
  }

  /** {@code value} rounded once. */
  public static byte encode(double value, Rounding rounding, Overflow overflow) {
    if (Double.isNaN(value)) {
      return NAN;
    }
    int magnitude = Magnitude.encode(FloatFormat.FP8_E5M2, value, rounding, overflow);
    return (byte) (magnitude | (Magnitude.isNegative(value) ? 0x80 : 0));
  }

  private static float[] values() {
    float[] values = new float[256];
    for (int code = 0; code < 128; code++) {
      values[code] = magnitude(code);
      values[code | 0x80] = -values[code];
    }
    return values;
  }

  private static float magnitude(int code) {
    if (code > 0x7C) {
      return Float.NaN;
    }
    boolean infinite = code == 0x7C;
    return infinite
        ? Float.POSITIVE_INFINITY
        : (float) Magnitude.decode(FloatFormat.FP8_E5M2, code);
  }
}
