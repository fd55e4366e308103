package assay.numerics;

/**
 * A binary floating-point format.
 *
 * <p>Source: IEEE 754-2019 for FP16, F32 and F64; bfloat16 is the upper half of F32.
 */
public enum FloatFormat {
  BF16(8, -126, 127),
  FP16(11, -14, 15),
  F32(24, -126, 127),
  F64(53, -1022, 1023);

  private final int precision;
  private final int minExponent;
  private final int maxExponent;

  FloatFormat(int precision, int minExponent, int maxExponent) {
    this.precision = precision;
    this.minExponent = minExponent;
    this.maxExponent = maxExponent;
  }

  /** Significand bits, the hidden one included. */
  public int precision() {
    return precision;
  }

  /** u = 2^−precision: the largest relative error of rounding to nearest, away from underflow. */
  public double unitRoundoff() {
    return Math.scalb(1.0, -precision);
  }

  /** The smallest positive normal number. */
  public double smallestNormal() {
    return Math.scalb(1.0, minExponent);
  }

  /** The smallest positive number. */
  public double smallestSubnormal() {
    return Math.scalb(1.0, minExponent - precision + 1);
  }

  /** The largest finite number. */
  public double largest() {
    return Math.scalb(2.0 - Math.scalb(1.0, 1 - precision), maxExponent);
  }
}
