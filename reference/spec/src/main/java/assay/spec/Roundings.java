package assay.spec;

import assay.numerics.FloatFormat;

/** What rounding costs; docs/numerics.md, notation. */
final class Roundings {

  private Roundings() {}

  /** γ(n) = nu / (1 − nu): the relative error of n roundings. */
  static double gamma(double n, double roundoff) {
    return n * roundoff < 1 ? n * roundoff / (1 - n * roundoff) : Double.POSITIVE_INFINITY;
  }

  /**
   * The variance of a rounding to nearest, in squares of the largest error, of a number with so many
   * bits past the last one that stays: (1 + 2 · 4^−bits)/3.
   */
  static double variance(int bits) {
    return (1 + 2 * Math.scalb(1.0, -2 * bits)) / 3;
  }

  /** {@code error} of a number whose exact value is {@code value}, once it is rounded too. */
  static double rounded(double error, double value, FloatFormat format) {
    double unit = format.unitRoundoff();
    return error * (1 + unit) + unit * Math.abs(value) + format.smallestSubnormal();
  }
}
