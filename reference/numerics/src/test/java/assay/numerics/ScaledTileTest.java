package assay.numerics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScaledTileTest {

  /** 336 lies halfway between 320 and 352, and 320 is even. */
  @ParameterizedTest
  @ValueSource(ints = {ScaledTile.WIDTH_V32, ScaledTile.WIDTH_V4})
  void a336FillHasScaleOne(int width) {
    float[] values = filled(width, 336);
    ScaledTile tile = ScaledTile.quantize(values, 0, width, ScaleRule.POWER_OF_TWO);
    assertEquals(1f, tile.scale());
    assertArrayEquals(filled(width, 320), tile.dequantize());
    assertEquals(0.75f, ScaledTile.quantize(values, 0, width, ScaleRule.ARBITRARY).scale());
  }

  @Test
  void zerosHaveTheSmallestScale() {
    float[] zeros = new float[64];
    ScaledTile powerOfTwo = ScaledTile.quantize(zeros, 0, 64, ScaleRule.POWER_OF_TWO);
    ScaledTile arbitrary = ScaledTile.quantize(zeros, 0, 64, ScaleRule.ARBITRARY);
    assertEquals(0x1p-13f, powerOfTwo.scale());
    assertEquals(Float.MIN_NORMAL, arbitrary.scale());
    assertArrayEquals(zeros, powerOfTwo.dequantize());
    assertArrayEquals(zeros, arbitrary.dequantize());
  }

  @Test
  void thePowerOfTwoRuleRoundsUp() {
    assertEquals(1f, ScaleRule.POWER_OF_TWO.scale(448));
    assertEquals(2f, ScaleRule.POWER_OF_TWO.scale(449));
    assertNotEquals(2f, ScaleRule.ARBITRARY.scale(449));
  }

  /** Under the arbitrary rule the largest value is 448 scales, up to the rounding of the scale. */
  @ParameterizedTest
  @EnumSource
  void everyNumberIsWithinHalfAStep(ScaleRule rule) {
    float[] values = new float[ScaledTile.WIDTH_V32 + 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i) * (1 + i);
    }
    ScaledTile tile = ScaledTile.quantize(values, 3, ScaledTile.WIDTH_V32, rule);
    float[] back = tile.dequantize();
    double u = FloatFormat.FP8_E4M3.unitRoundoff() + 3 * FloatFormat.F32.unitRoundoff();
    double floor = FloatFormat.FP8_E4M3.smallestSubnormal() * tile.scale() / 2;
    for (int i = 0; i < back.length; i++) {
      double value = values[3 + i];
      assertEquals(value, back[i], Math.max(u * Math.abs(value), floor));
    }
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] values = filled(64, bad);
      assertThrows(
          IllegalArgumentException.class,
          () -> ScaledTile.quantize(values, 0, 64, ScaleRule.POWER_OF_TWO));
    }
  }

  private static float[] filled(int width, float value) {
    float[] values = new float[width];
    Arrays.fill(values, value);
    return values;
  }
}
