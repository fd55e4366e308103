package assay.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class FloatFormatTest {

  @Test
  void f32AndF64AreJavas() {
    assertEquals(Float.MAX_VALUE, FloatFormat.F32.largest());
    assertEquals(Float.MIN_NORMAL, FloatFormat.F32.smallestNormal());
    assertEquals(Float.MIN_VALUE, FloatFormat.F32.smallestSubnormal());
    assertEquals(Math.ulp(1f) / 2, FloatFormat.F32.unitRoundoff());
    assertEquals(Double.MAX_VALUE, FloatFormat.F64.largest());
    assertEquals(Double.MIN_NORMAL, FloatFormat.F64.smallestNormal());
    assertEquals(Double.MIN_VALUE, FloatFormat.F64.smallestSubnormal());
    assertEquals(Math.ulp(1.0) / 2, FloatFormat.F64.unitRoundoff());
  }

  @Test
  void theHalfFormatsMatchTheirCodes() {
    assertEquals(BFloat16.toFloat((short) 0x7F7F), FloatFormat.BF16.largest());
    assertEquals(BFloat16.toFloat((short) 0x0080), FloatFormat.BF16.smallestNormal());
    assertEquals(BFloat16.toFloat((short) 0x0001), FloatFormat.BF16.smallestSubnormal());
    assertEquals(Float16.toFloat((short) 0x7BFF), FloatFormat.FP16.largest());
    assertEquals(Float16.toFloat((short) 0x0400), FloatFormat.FP16.smallestNormal());
    assertEquals(Float16.toFloat((short) 0x0001), FloatFormat.FP16.smallestSubnormal());
  }
}
