package assay.numerics;

/**
 * UE8M0, a scale: code b is 2^(b−127), 0xFF is NaN; no sign, no zero, no infinity.
 *
 * <p>Source: OCP Microscaling Formats Specification 1.0, E8M0; PTX ISA, {@code cvt} to {@code
 * .ue8m0x2}, which rounds {@code .rz} or {@code .rp}.
 */
public final class Ue8m0 {

  /** The only NaN. */
  public static final byte NAN = (byte) 0xFF;

  private static final int BIAS = 127;
  private static final int LARGEST = 0xFE;

  private Ue8m0() {}

  /** The value of {@code bits}; exact. */
  public static float toFloat(byte bits) {
    return bits == NAN ? Float.NaN : Math.scalb(1f, (bits & 0xFF) - BIAS);
  }

  /**
   * {@code value}, at least 0, rounded to a power of two; anything below 2^−127 gives 2^−127. Past
   * 2^127 as {@link Overflow} says, a NaN standing for the infinity.
   *
   * @throws IllegalArgumentException for a negative value, and for {@link Rounding#RN}
   */
  public static byte encode(double value, Rounding rounding, Overflow overflow) {
    requireScale(value, rounding);
    if (Double.isNaN(value)) {
      return NAN;
    }
    boolean up = rounding == Rounding.RU && value != Math.scalb(1.0, Math.getExponent(value));
    int code = Math.max(0, Math.getExponent(value) + BIAS + (up ? 1 : 0));
    boolean beyond = Double.isInfinite(value) || (code > LARGEST && rounding == Rounding.RU);
    return beyond && overflow == Overflow.IEEE ? NAN : (byte) Math.min(code, LARGEST);
  }

  private static void requireScale(double value, Rounding rounding) {
    if (value < 0) {
      throw new IllegalArgumentException("value is " + value + " but a UE8M0 has no sign");
    }
    if (rounding == Rounding.RN) {
      throw new IllegalArgumentException("rounding is RN but UE8M0 is rounded RZ, RU or RD");
    }
  }
}
