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
    return distance(FloatFormat.F64, a, b);
  }

  /** Between two floats. */
  public static long distance(float a, float b) {
    return distance(FloatFormat.F32, a, b);
  }

  /**
   * Between two numbers of {@code format}; {@link #NOT_COMPARABLE} also where it does not fit a
   * long.
   *
   * @throws IllegalArgumentException if one is not a number of the format
   */
  public static long distance(FloatFormat format, double a, double b) {
    long x = place(format, a);
    long y = place(format, b);
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(a) && Double.isNaN(b) ? 0 : NOT_COMPARABLE;
    }
    long difference = Math.max(x, y) - Math.min(x, y);
    return difference < 0 ? NOT_COMPARABLE : difference;
  }

  /** The place of {@code value} among the numbers of {@code format}, 0 having place 0. */
  private static long place(FloatFormat format, double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    long magnitude = format == FloatFormat.F64 ? code64(value) : code(format, value);
    return value < 0 ? -magnitude : magnitude;
  }

  private static long code64(double value) {
    return Double.doubleToRawLongBits(Math.abs(value));
  }

  private static long code(FloatFormat format, double value) {
    int code = Magnitude.encode(format, value, Rounding.RZ, Overflow.IEEE);
    boolean infinite = Double.isInfinite(value) && format.hasInfinities();
    if (!infinite && Magnitude.decode(format, code) != Math.abs(value)) {
      throw new IllegalArgumentException("%s is no number of %s".formatted(value, format));
    }
    return code;
  }
}
