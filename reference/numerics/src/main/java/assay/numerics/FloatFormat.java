package assay.numerics;

/**
 * A binary floating-point format.
 *
 * <p>Source: IEEE 754-2019 for FP16, F32 and F64; bfloat16 is the upper half of F32; OCP 8-bit
 * Floating Point Specification 1.0 for FP8, where E4M3 spends the code that would be 480 on a NaN
 * and has no infinity; PTX ISA for TF32.
 */
public enum FloatFormat {
  FP8_E4M3(4, -6, 8),
  FP8_E5M2(3, -14, 15),
  BF16(8, -126, 127),
  FP16(11, -14, 15),
  TF32(11, -126, 127),
  F32(24, -126, 127),
  F64(53, -1022, 1023);

  private final int precision;
  private final int minExponent;
  private final int maxExponent;
  private final double unitRoundoff;
  private final double smallestSubnormal;

  FloatFormat(int precision, int minExponent, int maxExponent) {
    this.precision = precision;
    this.minExponent = minExponent;
    this.maxExponent = maxExponent;
    this.unitRoundoff = Math.scalb(1.0, -precision);
    this.smallestSubnormal = Math.scalb(1.0, minExponent - precision + 1);
  }

  /** What one number takes in memory; four for TF32, as in registers. */
  public int bytes() {
    return switch (this) {
      case FP8_E4M3, FP8_E5M2 -> 1;
      case BF16, FP16 -> 2;
      case TF32, F32 -> 4;
      case F64 -> 8;
    };
  }

  /** Significand bits, the hidden one included. */
  public int precision() {
    return precision;
  }

  /** u = 2^−precision: the largest relative error of rounding to nearest, away from underflow. */
  public double unitRoundoff() {
    return unitRoundoff;
  }

  /** The exponent of the smallest positive normal number. */
  int minExponent() {
    return minExponent;
  }

  /** Whether there are infinities: everywhere but in E4M3. */
  public boolean hasInfinities() {
    return this != FP8_E4M3;
  }

  /** The smallest positive normal number. */
  public double smallestNormal() {
    return Math.scalb(1.0, minExponent);
  }

  /** The smallest positive number. */
  public double smallestSubnormal() {
    return smallestSubnormal;
  }

  /** The largest finite number. */
  public double largest() {
    double lastStep = hasInfinities() ? 1 : 2;
    return Math.scalb(2.0 - Math.scalb(lastStep, 1 - precision), maxExponent);
  }
}
