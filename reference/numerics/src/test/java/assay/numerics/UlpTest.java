package assay.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
    assertEquals(0, Ulp.distance(FloatFormat.BF16, 0.0, -0.0));
    assertEquals(2, Ulp.distance(Double.MIN_VALUE, -Double.MIN_VALUE));
  }

  @Test
  void infinityIsNextToTheLargest() {
    assertEquals(1, Ulp.distance(Double.MAX_VALUE, Double.POSITIVE_INFINITY));
    assertEquals(1, Ulp.distance(-Float.MAX_VALUE, Float.NEGATIVE_INFINITY));
    double largest = FloatFormat.BF16.largest();
    assertEquals(1, Ulp.distance(FloatFormat.BF16, largest, Double.POSITIVE_INFINITY));
  }

  @Test
  void nanIsComparableOnlyWithNan() {
    assertEquals(0, Ulp.distance(Double.NaN, Double.NaN));
    assertEquals(Ulp.NOT_COMPARABLE, Ulp.distance(Double.NaN, 1.0));
    assertEquals(Ulp.NOT_COMPARABLE, Ulp.distance(1f, Float.NaN));
    assertEquals(Ulp.NOT_COMPARABLE, Ulp.distance(FloatFormat.BF16, Double.NaN, 0));
    assertEquals(0, Ulp.distance(FloatFormat.FP8_E4M3, Double.NaN, Double.NaN));
  }

  @Test
  void aDistanceThatDoesNotFitIsNotComparable() {
    assertEquals(Ulp.NOT_COMPARABLE, Ulp.distance(-Double.MAX_VALUE, Double.MAX_VALUE));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "F64")
  void neighbouringCodesAreOneApart(FloatFormat format) {
    int largest = Magnitude.largest(format);
    for (int code = 0; code < largest; code += 1 + largest / 40_000) {
      double low = Magnitude.decode(format, code);
      assertEquals(1, Ulp.distance(format, low, Magnitude.decode(format, code + 1)));
      assertEquals(code, Ulp.distance(format, -0.0, low));
      assertEquals(2L * code, Ulp.distance(format, -low, low));
    }
  }

  @Test
  void onlyNumbersOfTheFormatHaveADistance() {
    assertThrows(IllegalArgumentException.class, () -> Ulp.distance(FloatFormat.BF16, 1, 1.001));
    assertThrows(IllegalArgumentException.class, () -> Ulp.distance(FloatFormat.FP8_E4M3, 449, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> Ulp.distance(FloatFormat.FP8_E4M3, Double.POSITIVE_INFINITY, 1));
  }
}
