package assay.golden.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** {@link Exp} against its Taylor series in 60 digits. */
final class ExpTest {

  private static final MathContext DIGITS = new MathContext(60);

  @Test
  void isWithinAnUlp() {
    SplittableRandom random = new SplittableRandom(1);
    DoubleStream near = random.doubles(1_500, -40, 1);
    DoubleStream far = random.split().doubles(1_500, -745, 709);
    DoubleStream.concat(near, far).forEach(x -> assertTrue(ulps(x) < 1, () -> "e^" + x));
  }

  @Test
  void halfwayBetweenPowersOfTwoIsWithinAnUlp() {
    for (int n = -1074; n <= 1022; n++) {
      double x = (n + 0.5) * StrictMath.log(2);
      assertTrue(ulps(Math.nextDown(x)) < 1 && ulps(Math.nextUp(x)) < 1, () -> "e^" + x);
    }
  }

  @Test
  void specialCases() {
    assertEquals(1.0, Exp.of(0.0));
    assertEquals(1.0, Exp.of(-0.0));
    assertEquals(0.0, Exp.of(Double.NEGATIVE_INFINITY));
    assertEquals(0.0, Exp.of(-745.2));
    assertEquals(Double.MIN_VALUE, Exp.of(-745.1));
    assertEquals(Double.POSITIVE_INFINITY, Exp.of(709.8));
    assertEquals(Double.POSITIVE_INFINITY, Exp.of(Double.POSITIVE_INFINITY));
    assertTrue(Double.isNaN(Exp.of(Double.NaN)));
  }

  private static double ulps(double x) {
    double actual = Exp.of(x);
    BigDecimal error = new BigDecimal(actual).subtract(exact(x)).abs();
    return error.divide(new BigDecimal(Math.ulp(actual)), DIGITS).doubleValue();
  }

  /** e^x = (e^(x / 2^k))^(2^k), the inner one by its series. */
  private static BigDecimal exact(double x) {
    int halvings = 12;
    BigDecimal reduced = new BigDecimal(x).divide(BigDecimal.TWO.pow(halvings), DIGITS);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int k = 1; k < 40; k++) {
      term = term.multiply(reduced, DIGITS).divide(BigDecimal.valueOf(k), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }
}
