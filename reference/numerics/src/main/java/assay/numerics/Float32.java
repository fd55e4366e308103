package assay.numerics;

/**
 * IEEE 754 binary32 in every rounding; to nearest it is Java's own cast.
 *
 * <p>Special cases: infinities, signed zeros and subnormals are kept; a NaN is Java's.
 *
 * <p>Source: PTX ISA, {@code cvt} from {@code .f64} to {@code .f32}.
 */
public final class Float32 {

  private Float32() {}

  /** {@code value} rounded once. */
  public static float round(double value, Rounding rounding, Overflow overflow) {
    if (Double.isNaN(value)) {
      return Float.NaN;
    }
    int magnitude = Magnitude.encode(FloatFormat.F32, value, rounding, overflow);
    float positive = Float.intBitsToFloat(magnitude);
    return Magnitude.isNegative(value) ? -positive : positive;
  }
}
