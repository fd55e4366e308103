package assay.golden.lanes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.commons.numbers.core.Sum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** y = x Wᵀ in F32 and binary64, few rows and many. */
final class ProductTest {

  private record Data(int rows, int inner, int outputs, float[] x, float[] w) {

    static Data of(int rows, int inner, int outputs) {
      SplittableRandom random = new SplittableRandom(rows + inner + outputs);
      float[] x = new float[rows * inner];
      float[] w = new float[outputs * inner];
      for (float[] values : List.of(x, w)) {
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextDouble(-1, 1);
        }
      }
      return new Data(rows, inner, outputs, x, w);
    }

    float[] single(FloatLanes lanes) {
      float[] y = new float[rows * outputs];
      lanes.multiplyTransposed(x, w, y, rows, inner, outputs);
      return y;
    }

    double[] binary64(Lanes lanes) {
      double[] y = new double[rows * outputs];
      lanes.multiplyTransposed(doubles(x), doubles(w), y, rows, inner, outputs);
      return y;
    }

    /** Sum of the products, or of their magnitudes. */
    double exact(int n, int o, boolean magnitudes) {
      Sum sum = Sum.create();
      for (int i = 0; i < inner; i++) {
        double product = (double) x[n * inner + i] * w[o * inner + i];
        sum.add(magnitudes ? Math.abs(product) : product);
      }
      return sum.getAsDouble();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ',',
      value = {
        "1, 1, 1",
        "1, 7, 3",
        "5, 33, 17",
        "6, 577, 9",
        "7, 1030, 9",
        "16, 600, 130",
        "33, 1200, 65",
        "70, 31, 257"
      })
  void isWithinItsErrorBound(int rows, int inner, int outputs) {
    Data data = Data.of(rows, inner, outputs);
    float[] single = data.single(FloatLanes.best());
    double[] binary64 = data.binary64(Lanes.best());
    for (int i = 0; i < single.length; i++) {
      double exact = data.exact(i / outputs, i % outputs, false);
      double gauge = data.exact(i / outputs, i % outputs, true);
      assertTrue(Math.abs(single[i] - exact) <= gamma(inner, FloatFormat.F32) * gauge);
      assertTrue(Math.abs(binary64[i] - exact) <= gamma(inner + 1, FloatFormat.F64) * gauge);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, 7, 3",
    "5, 33, 17",
    "6, 577, 9",
    "7, 1030, 9",
    "16, 600, 130",
    "33, 1200, 65",
    "70, 31, 257"
  })
  void everyWidthAndThreadCountGivesTheSameBits(int rows, int inner, int outputs) {
    Data data = Data.of(rows, inner, outputs);
    float[] single = data.single(FloatLanes.all().getFirst());
    double[] binary64 = data.binary64(Lanes.all().getFirst());
    for (FloatLanes lanes : FloatLanes.all()) {
      assertArrayEquals(single, data.single(lanes));
      float[] parallel = new float[rows * outputs];
      lanes.multiplyTransposed(data.x, Elements.of(data.w), parallel, rows, inner, outputs);
      assertArrayEquals(single, parallel);
    }
    for (Lanes lanes : Lanes.all()) {
      assertArrayEquals(binary64, data.binary64(lanes));
      double[] parallel = new double[rows * outputs];
      lanes.multiplyTransposed(
          doubles(data.x), Elements.of(data.w), parallel, rows, inner, outputs);
      assertArrayEquals(binary64, parallel);
    }
  }

  /** Seen to fail: a row of W off by one. */
  @Test
  void anotherRowIsSeen() {
    Data data = Data.of(8, 40, 20);
    Data shifted = new Data(8, 40, 19, data.x, Arrays.copyOfRange(data.w, 40, data.w.length));
    float[] right = data.single(FloatLanes.best());
    float[] wrong = shifted.single(FloatLanes.best());
    assertTrue(right[1] == wrong[0] && right[0] != wrong[0]);
  }

  @Test
  void aRowDependsOnNoOther() {
    Data many = Data.of(40, 100, 30);
    float[] last = Arrays.copyOfRange(many.x, 32 * 100, 40 * 100);
    float[] some = new Data(8, 100, 30, last, many.w).single(FloatLanes.best());
    assertArrayEquals(some, Arrays.copyOfRange(many.single(FloatLanes.best()), 32 * 30, 40 * 30));
  }

  /** One row of x reads W across the ends of its rows. */
  @ParameterizedTest
  @CsvSource({"16", "31", "100", "576"})
  void anOutputDependsOnNoOtherRowOfW(int inner) {
    Data data = Data.of(1, inner, 19);
    Arrays.fill(data.w, 3 * inner, 4 * inner, Float.NaN);
    Arrays.fill(data.w, 11 * inner, 12 * inner, Float.POSITIVE_INFINITY);
    for (FloatLanes lanes : FloatLanes.all()) {
      float[] y = data.single(lanes);
      for (int o = 0; o < y.length; o++) {
        assertEquals(o != 3 && o != 11, Float.isFinite(y[o]));
      }
    }
  }

  @Test
  void arraysThatAreTooShortAreRefused() {
    float[] four = new float[4];
    assertThrows(
        IllegalArgumentException.class,
        () -> FloatLanes.best().multiplyTransposed(four, four, four, 2, 2, 3));
    double[] doubles = new double[4];
    assertThrows(
        IllegalArgumentException.class,
        () -> Lanes.best().multiplyTransposed(doubles, doubles, doubles, 2, 3, 2));
  }

  private static double gamma(int roundings, FloatFormat format) {
    double nu = roundings * format.unitRoundoff();
    return nu / (1 - nu);
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }
}
