package assay.golden.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** {@link FloatExp} against {@link Exp}, whose own error is 2^−29 of an F32 ulp. */
final class FloatExpTest {

  /** Between two numbers that are tried; odd, so that all low bits are met. */
  private static final int STEP = 97;

  @Test
  void isWithinAnUlp() {
    int last = Float.floatToRawIntBits(-FloatExp.SMALLEST);
    for (int bits = 0; bits <= last; bits += STEP) {
      float x = -Float.intBitsToFloat(bits);
      assertTrue(ulps(x) < 1, () -> "e^" + x);
    }
  }

  @Test
  void halfwayBetweenPowersOfTwoIsWithinAnUlp() {
    for (int n = -149; n < 0; n++) {
      float x = (float) ((n + 0.5) * StrictMath.log(2));
      assertTrue(ulps(Math.nextDown(x)) < 1 && ulps(Math.nextUp(x)) < 1, () -> "e^" + x);
    }
  }

  @Test
  void specialCases() {
    assertEquals(1f, FloatExp.of(0f));
    assertEquals(1f, FloatExp.of(-0f));
    assertEquals(0f, FloatExp.of(Float.NEGATIVE_INFINITY));
    assertEquals(0f, FloatExp.of(-104f));
    assertEquals(Float.MIN_VALUE, FloatExp.of(-103.2f));
    assertTrue(Float.isNaN(FloatExp.of(Float.NaN)));
  }

  private static double ulps(float x) {
    float actual = FloatExp.of(x);
    return Math.abs(actual - Exp.of(x)) / Math.ulp(actual);
  }
}
