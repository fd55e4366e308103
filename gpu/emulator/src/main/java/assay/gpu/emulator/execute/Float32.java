package assay.gpu.emulator.execute;

/**
 * Binary32 arithmetic on bits, as PTX wants it: every NaN result is {@link #NAN}. PTX ISA 9.7.3.
 *
 * <p>Directed rounding takes a value as {@code sum + error}, both binary64, with |error| below one
 * ulp of the sum: the rounded value is then exact, because a binary32 is far coarser.
 */
final class Float32 {

  /** The NaN that arithmetic returns. */
  static final int NAN = 0x7fffffff;

  private static final int EXPONENT = 0x7f800000;

  private Float32() {}

  static float of(int bits) {
    return Float.intBitsToFloat(bits);
  }

  static int bits(float value) {
    return Float.isNaN(value) ? NAN : Float.floatToRawIntBits(value);
  }

  /** A subnormal becomes a zero of its sign. */
  static int flush(int bits) {
    int small = ((bits & EXPONENT) - 1) >> 31;
    return bits & ~(small & Integer.MAX_VALUE);
  }

  /** Into [0, 1]; a NaN becomes 0. */
  static int saturate(int bits) {
    float value = of(bits);
    return value > 0 ? Float.floatToRawIntBits(Math.min(value, 1)) : 0;
  }

  static int add(Rounding mode, int a, int b) {
    double x = of(a);
    double y = of(b);
    double sum = x + y;
    double part = sum - x;
    return cancelled(mode, sum, x, y)
        ? Integer.MIN_VALUE
        : round(mode, sum, x - (sum - part) + (y - part));
  }

  /** An exact zero sum is −0 when rounding down, unless both terms are +0. */
  private static boolean cancelled(Rounding mode, double sum, double x, double y) {
    boolean bothPositiveZero =
        Double.doubleToRawLongBits(x) == 0 && Double.doubleToRawLongBits(y) == 0;
    return mode == Rounding.RM && sum == 0 && !bothPositiveZero;
  }

  static int multiply(Rounding mode, int a, int b) {
    return round(mode, (double) of(a) * of(b), 0);
  }

  static int fma(Rounding mode, int a, int b, int c) {
    double product = (double) of(a) * of(b);
    double addend = of(c);
    double sum = product + addend;
    double part = sum - product;
    return cancelled(mode, sum, product, addend)
        ? Integer.MIN_VALUE
        : round(mode, sum, product - (sum - part) + (addend - part));
  }

  static int divide(Rounding mode, int a, int b) {
    double x = of(a);
    double y = of(b);
    double quotient = x / y;
    double rest = Math.fma(-quotient, y, x);
    return round(mode, quotient, rest / y);
  }

  static int squareRoot(Rounding mode, int a) {
    double x = of(a);
    double root = Math.sqrt(x);
    return round(mode, root, Math.fma(-root, root, x) / (2 * root));
  }

  /** Rounds {@code sum + error} once. */
  static int round(Rounding mode, double sum, double error) {
    double known = Double.isFinite(error) ? error : 0;
    float near = (float) Numbers.toOdd(sum, known);
    if (Double.isNaN(sum) || Double.isInfinite(sum)) {
      return bits(near);
    }
    double excess = near - sum;
    boolean above = excess > known;
    boolean below = excess < known;
    return Float.floatToRawIntBits(
        switch (mode) {
          case RN -> near;
          case RZ -> sum > 0 ? (above ? down(near) : near) : below ? up(near) : near;
          case RM -> above ? down(near) : near;
          case RP -> below ? up(near) : near;
        });
  }

  private static float down(float value) {
    return Math.nextDown(value);
  }

  private static float up(float value) {
    return Math.nextUp(value);
  }
}
