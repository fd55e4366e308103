package assay.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class UlpTest {

  @Test
  void neighboursAreOneApart() {
    for (double x : new double[] {0, 1, -1, Double.MIN_VALUE, -Double.MIN_NORMAL, 1e300}) {
      assertEquals(1, Ulp.distance(x, Math.nextUp(x)));
    }
    for (float x : new float[] {0, 1, -1, Float.MIN_VALUE, -Float.MIN_NORMAL, 1e30f}) {
      assertEquals(1, Ulp.distance(x, Math.nextUp(x)));
    }
  }

  @Test
  void zerosAreOnePoint() {
    assertEquals(0, Ulp.distance(0.0, -0.0));
    assertEquals(0, Ulp.distance(0f, -0f));
    assertEquals(0, Ulp.distanceBFloat16((short) 0, (short) 0x8000));
    assertEquals(2, Ulp.distance(Double.MIN_VALUE, -Double.MIN_VALUE));
    assertEquals(2, Ulp.distanceBFloat16((short) 1, (short) 0x8001));
  }

  @Test
  void infinityIsNextToTheLargest() {
    assertEquals(1, Ulp.distance(Double.MAX_VALUE, Double.POSITIVE_INFINITY));
    assertEquals(1, Ulp.distance(-Float.MAX_VALUE, Float.NEGATIVE_INFINITY));
    assertEquals(1, Ulp.distanceBFloat16((short) 0x7F7F, (short) 0x7F80));
  }

  @Test
  void nanIsComparableOnlyWithNan() {
    assertEquals(0, Ulp.distance(Double.NaN, Double.NaN));
    assertEquals(Ulp.NOT_COMPARABLE, Ulp.distance(Double.NaN, 1.0));
    assertEquals(Ulp.NOT_COMPARABLE, Ulp.distance(1f, Float.NaN));
    assertEquals(Ulp.NOT_COMPARABLE, Ulp.distanceBFloat16(BFloat16.NAN, (short) 0));
    assertEquals(0, Ulp.distanceBFloat16(BFloat16.NAN, (short) 0xFFFF));
  }

  @Test
  void aDistanceThatDoesNotFitIsNotComparable() {
    assertEquals(Ulp.NOT_COMPARABLE, Ulp.distance(-Double.MAX_VALUE, Double.MAX_VALUE));
  }

  @Test
  void neighbouringCodesOfBFloat16AreOneApart() {
    for (int code = 0; code < 0x7F80; code++) {
      assertEquals(1, Ulp.distanceBFloat16((short) code, (short) (code + 1)));
      assertEquals(code, Ulp.distanceBFloat16((short) 0x8000, (short) code));
    }
  }
}
