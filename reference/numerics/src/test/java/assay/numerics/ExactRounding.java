package assay.numerics;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounding to nearest, ties to even, by definition: on exact decimals. */
final class ExactRounding {

  private ExactRounding() {}

  static double round(double value, FloatFormat format) {
    int exponent = Math.max(Math.getExponent(value), Math.getExponent(format.smallestNormal()));
    BigDecimal step = power(exponent - format.precision() + 1);
    BigDecimal steps = new BigDecimal(value).divide(step).setScale(0, RoundingMode.HALF_EVEN);
    BigDecimal rounded = steps.multiply(step);
    boolean overflows = rounded.abs().compareTo(new BigDecimal(format.largest())) > 0;
    double magnitude = overflows ? Double.POSITIVE_INFINITY : rounded.abs().doubleValue();
    return Math.copySign(magnitude, value);
  }

  private static BigDecimal power(int exponent) {
    BigDecimal two = BigDecimal.TWO;
    return exponent >= 0 ? two.pow(exponent) : BigDecimal.ONE.divide(two.pow(-exponent));
  }
}
