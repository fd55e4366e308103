package assay.gpu.conformance;

/**
 * How far the ISA lets an approximation stray. The expected value is the exact result rounded to
 * nearest; bounds other than {@link Ulps} allow for that rounding with half an ulp.
 */
public sealed interface Bound {

  boolean admits(OperandType type, long expected, long actual);

  /**
   * At most {@code count} steps between neighbouring numbers. Half an ulp of rounding in the
   * expected value does not add a step, as both numbers lie on the same grid.
   */
  record Ulps(long count) implements Bound {
    @Override
    public boolean admits(OperandType type, long expected, long actual) {
      return type.ulpsBetween(expected, actual) <= count;
    }
  }

  /** {@code |actual - exact| <= 2^exponent}. */
  record Absolute(double exponent) implements Bound {
    @Override
    public boolean admits(OperandType type, long expected, long actual) {
      return distance(type, expected, actual) <= Math.pow(2, exponent) + halfUlp(type, expected);
    }
  }

  /** {@code |actual - exact| <= 2^exponent * |exact|}. */
  record Relative(double exponent) implements Bound {
    @Override
    public boolean admits(OperandType type, long expected, long actual) {
      double half = halfUlp(type, expected);
      double magnitude = Math.abs(type.value(expected)) + half;
      return distance(type, expected, actual) <= Math.pow(2, exponent) * magnitude + half;
    }
  }

  private static double distance(OperandType type, long expected, long actual) {
    return expected == actual ? 0 : Math.abs(type.value(actual) - type.value(expected));
  }

  private static double halfUlp(OperandType type, long expected) {
    long magnitude = expected & (type.mask() >>> 1);
    return magnitude >= type.infinity()
        ? 0
        : 0.5 * Math.abs(type.value(magnitude + 1) - type.value(magnitude));
  }
}
