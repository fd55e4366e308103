package assay.numerics;

/**
 * TF32: an f32 of which 10 stored significand bits count; the 13 below are zero.
 *
 * <p>Special cases: infinities, signed zeros and subnormals are kept; a NaN is Java's.
 *
 * <p>Source: PTX ISA, {@code cvt} to {@code .tf32}.
 */
public final class Tf32 {

  private static final int DROPPED_BITS = 13;

  private Tf32() {}

  /** {@code value} rounded once. */
  public static float round(double value, Rounding rounding, Overflow overflow) {
    if (Double.isNaN(value)) {
      return Float.NaN;
    }
    int magnitude = Magnitude.encode(FloatFormat.TF32, value, rounding, overflow);
    float positive = Float.intBitsToFloat(magnitude << DROPPED_BITS);
    return Magnitude.isNegative(value) ? -positive : positive;
  }
}
