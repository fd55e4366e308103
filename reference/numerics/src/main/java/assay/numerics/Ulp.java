package assay.numerics;

/**
 * How many representable numbers apart two numbers of one format are.
 *
 * <p>+0 and −0 are 0 apart; ∞ is one past the largest finite number; two NaNs are 0 apart, and a
 * NaN and a number {@link #NOT_COMPARABLE}.
 */
public final class Ulp {

  /** The distance between a NaN and a number. */
  public static final long NOT_COMPARABLE = Long.MAX_VALUE;

  private Ulp() {}

  /** Between two doubles; {@link #NOT_COMPARABLE} also where it does not fit a long. */
  public static long distance(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return ofNans(Double.isNaN(a), Double.isNaN(b));
    }
    long x = signMagnitude(Double.doubleToRawLongBits(a), 63);
    long y = signMagnitude(Double.doubleToRawLongBits(b), 63);
    long difference = Math.max(x, y) - Math.min(x, y);
    return difference < 0 ? NOT_COMPARABLE : difference;
  }

  /** Between two floats. */
  public static long distance(float a, float b) {
    if (Float.isNaN(a) || Float.isNaN(b)) {
      return ofNans(Float.isNaN(a), Float.isNaN(b));
    }
    long x = signMagnitude(Float.floatToRawIntBits(a), 31);
    return Math.abs(x - signMagnitude(Float.floatToRawIntBits(b), 31));
  }

  /** Between two bfloat16. */
  public static long distanceBFloat16(short a, short b) {
    boolean nanA = Float.isNaN(BFloat16.toFloat(a));
    boolean nanB = Float.isNaN(BFloat16.toFloat(b));
    if (nanA || nanB) {
      return ofNans(nanA, nanB);
    }
    return Math.abs(signMagnitude(a, 15) - signMagnitude(b, 15));
  }

  private static long ofNans(boolean a, boolean b) {
    return a == b ? 0 : NOT_COMPARABLE;
  }

  private static long signMagnitude(long signExtended, int magnitudeBits) {
    long magnitude = signExtended & ((1L << magnitudeBits) - 1);
    return signExtended < 0 ? -magnitude : magnitude;
  }
}
