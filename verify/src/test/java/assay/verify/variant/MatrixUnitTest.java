package assay.verify.variant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Accumulation;
import assay.spec.Accumulation.Truncated;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Held against whole numbers of any size. */
final class MatrixUnitTest {

  private static final int STEPS = 2000;

  static Stream<Accumulation> units() {
    return Stream.of(
        Accumulation.VOLTA,
        Accumulation.TURING,
        Accumulation.AMPERE,
        Accumulation.HOPPER,
        Accumulation.HOPPER_FP8);
  }

  @ParameterizedTest
  @MethodSource("units")
  void aStepIsExactToTheBit(Truncated rule) {
    SplittableRandom random = new SplittableRandom(3);
    MatrixUnit unit = new MatrixUnit(rule);
    for (int step = 0; step < STEPS; step++) {
      float[] factors = numbers(random, rule.products());
      float[][] rows = new float[rule.products()][];
      for (int t = 0; t < rows.length; t++) {
        rows[t] = numbers(random, 1);
      }
      float[] sum = numbers(random, 1);
      float expected = exact(rule, sum[0], factors, rows);
      unit.accumulate(sum, 1, factors, factors.length, rows);
      assertEquals(expected, sum[0]);
    }
  }

  @Test
  void nanAndInfinityReachTheSum() {
    MatrixUnit unit = new MatrixUnit((Truncated) Accumulation.HOPPER);
    assertTrue(Float.isNaN(product(unit, 0x1p-30f, Float.NaN)));
    assertTrue(Float.isNaN(product(unit, 0, Float.POSITIVE_INFINITY)));
    assertEquals(Float.POSITIVE_INFINITY, product(unit, 0x1p-30f, Float.POSITIVE_INFINITY));
    assertEquals(Float.POSITIVE_INFINITY, product(unit, 0x1p100f, 0x1p100f));
  }

  private static float product(MatrixUnit unit, float x, float y) {
    float[] sum = new float[1];
    unit.accumulate(sum, 1, new float[] {x}, 1, new float[][] {{y}});
    return sum[0];
  }

  private static float[] numbers(SplittableRandom random, int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      float number = Math.scalb((float) random.nextGaussian(), random.nextInt(-12, 13));
      numbers[i] = random.nextInt(8) == 0 ? 0 : number;
    }
    return numbers;
  }

  private static float exact(Truncated rule, float sum, float[] factors, float[][] rows) {
    int largest = Math.getExponent(sum);
    for (int t = 0; t < factors.length; t++) {
      int exponent = Math.getExponent(factors[t]) + Math.getExponent(rows[t][0]);
      largest = Math.max(largest, exponent);
    }
    BigDecimal quantum = power(largest - rule.fractionBits());
    BigInteger total = steps(new BigDecimal(sum), quantum);
    for (int t = 0; t < factors.length; t++) {
      BigDecimal product = new BigDecimal(factors[t]).multiply(new BigDecimal(rows[t][0]));
      total = total.add(steps(product, quantum));
    }
    BigDecimal exact = new BigDecimal(total).multiply(quantum);
    if (exact.signum() == 0) {
      return 0;
    }
    int bits = Math.min(23, rule.fractionBits());
    BigDecimal last = power(Math.getExponent(exact.doubleValue()) - bits);
    return new BigDecimal(steps(exact, last)).multiply(last).floatValue();
  }

  private static BigInteger steps(BigDecimal value, BigDecimal quantum) {
    return value.divide(quantum, 0, RoundingMode.DOWN).toBigIntegerExact();
  }

  private static BigDecimal power(int exponent) {
    return new BigDecimal(Math.scalb(1.0, exponent));
  }
}
