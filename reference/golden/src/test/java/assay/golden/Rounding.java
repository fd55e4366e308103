package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.FloatFormat;

/** Bounds of binary64 arithmetic, away from underflow. */
final class Rounding {

  /** u = 2^−53. */
  static final double U = FloatFormat.F64.unitRoundoff();

  private Rounding() {}

  /** γ(n) = nu / (1 − nu): the relative error of n roundings (Higham 2002, lemma 3.1). */
  static double gamma(double roundings) {
    return roundings * U / (1 - roundings * U);
  }

  /** Whether {@code actual} is {@code expected}, or within {@code bound} of it. */
  static boolean within(double expected, double actual, double bound) {
    return Double.compare(expected, actual) == 0 || Math.abs(expected - actual) <= bound;
  }

  static void assertWithin(double expected, double actual, double bound) {
    assertTrue(
        within(expected, actual, bound),
        () -> "expected " + expected + ", was " + actual + ", bound " + bound);
  }
}
