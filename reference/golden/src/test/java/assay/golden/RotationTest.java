package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.Yarn;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Angles against 60 digits, and YaRN's frequencies. */
final class RotationTest {

  private static final MathContext DIGITS = new MathContext(60);
  private static final int WIDTH = 64;
  private static final BigDecimal PI = pi();

  /** Docs/numerics.md, lemma 12: power within an ulp, and one product. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4095, 163_840, 1 << 20, Integer.MAX_VALUE})
  void anglesAreWithinThreeUnitRoundoffs(int position) {
    for (double theta : new double[] {10_000, 50_000, 10_000_000}) {
      Rotation rotation = new Rotation(rope(theta, Yarn.NONE));
      for (int i = 0; i < WIDTH / 2; i++) {
        BigDecimal exact = frequency(theta, i).multiply(BigDecimal.valueOf(position), DIGITS);
        double bound = 3 * Rounding.U * exact.doubleValue();
        double angle = rotation.angle(position, i);
        assertTrue(distance(angle, exact) <= bound);
        double cosine = cosine(exact).doubleValue();
        assertTrue(
            Math.abs(StrictMath.cos(angle) - cosine) <= bound + 2 * Rounding.U,
            () -> "cos " + angle);
      }
    }
  }

  /** Planted: an angle in F32 is some hundredths off at the end of a long context. */
  @Test
  void anAngleInF32IsSeen() {
    Rotation rotation = new Rotation(rope(10_000, Yarn.NONE));
    float angle = RotaryProblems.LAST * (float) rotation.angle(1, 1);
    BigDecimal exact =
        frequency(10_000, 1).multiply(BigDecimal.valueOf(RotaryProblems.LAST), DIGITS);
    assertTrue(distance(angle, exact) > 3 * Rounding.U * angle);
  }

  /** The oracle's frequencies are good to 2^−98. */
  @Test
  void doubleDoubleFrequencies_areTheExactOnes() {
    for (int i = 0; i < WIDTH / 2; i++) {
      BigDecimal exact = frequency(10_000, i);
      BigDecimal actual =
          RotaryEmbeddingFormula.frequency(rope(10_000, Yarn.NONE), i).bigDecimalValue();
      assertTrue(
          actual.subtract(exact).abs().doubleValue() <= Math.scalb(exact.doubleValue(), -98));
    }
  }

  /** DeepSeek-V3: pairs 0 to 10 as they were, from 23 on forty times slower, a ramp between. */
  @Test
  void yarnSlowsThePairsThatTurnLeast() {
    Rotation plain = new Rotation(rope(10_000, Yarn.NONE));
    Rotation slowed = new Rotation(RotaryProblems.DEEPSEEK);
    for (int i = 0; i < WIDTH / 2; i++) {
      double ratio = plain.angle(1, i) / slowed.angle(1, i);
      double expected = i <= 10 ? 1 : i >= 23 ? 40 : 1 / (1 - (i - 10) / 13.0 * 39 / 40);
      Rounding.assertWithin(expected, ratio, Rounding.gamma(16) * expected);
      assertEquals(i > 10 && i < 23, slowed.rampAngle(1, i) > 0);
    }
  }

  private static Rope rope(double theta, Yarn yarn) {
    return new Rope(WIDTH, RopePairing.INTERLEAVED, theta, yarn);
  }

  private static double distance(double actual, BigDecimal exact) {
    return new BigDecimal(actual).subtract(exact).abs().doubleValue();
  }

  /** θ^(−i/32), the root by five square roots. */
  private static BigDecimal frequency(double theta, int i) {
    BigDecimal root = new BigDecimal(theta);
    for (int pairs = WIDTH / 2; pairs > 1; pairs /= 2) {
      root = root.sqrt(DIGITS);
    }
    return BigDecimal.ONE.divide(root.pow(i, DIGITS), DIGITS);
  }

  private static BigDecimal cosine(BigDecimal angle) {
    BigDecimal turn = PI.multiply(BigDecimal.TWO);
    BigDecimal turns = angle.divide(turn, 0, RoundingMode.HALF_EVEN);
    BigDecimal rest = angle.subtract(turns.multiply(turn));
    BigDecimal square = rest.multiply(rest, DIGITS).negate();
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = term;
    for (int k = 1; k < 40; k++) {
      BigDecimal factor = BigDecimal.valueOf(2L * k * (2L * k - 1));
      term = term.multiply(square, DIGITS).divide(factor, DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }

  /** Machin: π = 16 arctan(1/5) − 4 arctan(1/239). */
  private static BigDecimal pi() {
    return arctan(5)
        .multiply(BigDecimal.valueOf(16))
        .subtract(arctan(239).multiply(BigDecimal.valueOf(4)), DIGITS);
  }

  private static BigDecimal arctan(int inverse) {
    BigDecimal square = BigDecimal.valueOf((long) inverse * inverse).negate();
    BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(inverse), DIGITS);
    BigDecimal sum = power;
    for (int k = 1; k < 50; k++) {
      power = power.divide(square, DIGITS);
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * k + 1), DIGITS), DIGITS);
    }
    return sum;
  }
}
