package assay.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class Float8Test {

  @Test
  void landmarksOfE4M3() {
    assertEquals(448f, Float8E4M3.toFloat((byte) 0x7E));
    assertEquals(-448f, Float8E4M3.toFloat((byte) 0xFE));
    assertEquals(0x1p-9f, Float8E4M3.toFloat((byte) 0x01));
    assertEquals(0x1p-6f, Float8E4M3.toFloat((byte) 0x08));
    assertEquals(1f, Float8E4M3.toFloat((byte) 0x38));
    assertEquals(-0f, Float8E4M3.toFloat((byte) 0x80));
    assertTrue(Float.isNaN(Float8E4M3.toFloat((byte) 0x7F)));
    assertTrue(Float.isNaN(Float8E4M3.toFloat((byte) 0xFF)));
  }

  @Test
  void landmarksOfE5M2() {
    assertEquals(57_344f, Float8E5M2.toFloat((byte) 0x7B));
    assertEquals(0x1p-16f, Float8E5M2.toFloat((byte) 0x01));
    assertEquals(0x1p-14f, Float8E5M2.toFloat((byte) 0x04));
    assertEquals(1f, Float8E5M2.toFloat((byte) 0x3C));
    assertEquals(Float.NEGATIVE_INFINITY, Float8E5M2.toFloat((byte) 0xFC));
    for (int nan : new int[] {0x7D, 0x7E, 0x7F, 0xFD, 0xFE, 0xFF}) {
      assertTrue(Float.isNaN(Float8E5M2.toFloat((byte) nan)));
    }
  }

  /** As OCP's specification defines sign, exponent and significand, in exact decimals. */
  @Test
  void everyCodeDecodesAsDefined() {
    for (int code = 0; code < 256; code++) {
      byte bits = (byte) code;
      boolean nan = (code & 0x7F) == 0x7F;
      assertEquals(nan ? Double.NaN : defined(code, 4, 3), (double) Float8E4M3.toFloat(bits));
      boolean special = (code & 0x7F) >= 0x7C;
      double infinity = code == 0x7C ? 1 / 0.0 : code == 0xFC ? -1 / 0.0 : Double.NaN;
      assertEquals(special ? infinity : defined(code, 5, 2), (double) Float8E5M2.toFloat(bits));
    }
  }

  private static double defined(int code, int exponentBits, int stored) {
    int exponent = (code & 0x7F) >> stored;
    BigDecimal fraction =
        BigDecimal.valueOf(code & ((1 << stored) - 1))
            .divide(BigDecimal.valueOf(1L << stored))
            .add(exponent == 0 ? BigDecimal.ZERO : BigDecimal.ONE);
    int power = Math.max(exponent, 1) - (1 << (exponentBits - 1)) + 1;
    BigDecimal scale =
        power < 0 ? BigDecimal.ONE.divide(BigDecimal.TWO.pow(-power)) : BigDecimal.TWO.pow(power);
    return Math.copySign(fraction.multiply(scale).doubleValue(), code < 0x80 ? 1 : -1);
  }

  @Test
  void everyNumberEncodesToItsCode() {
    for (int code = 0; code < 256; code++) {
      byte bits = (byte) code;
      float e4m3 = Float8E4M3.toFloat(bits);
      float e5m2 = Float8E5M2.toFloat(bits);
      assertEquals(
          Float.isNaN(e4m3) ? Float8E4M3.NAN : bits,
          Float8E4M3.encode(e4m3, Rounding.RN, Overflow.IEEE));
      assertEquals(
          Float.isNaN(e5m2) ? Float8E5M2.NAN : bits,
          Float8E5M2.encode(e5m2, Rounding.RN, Overflow.IEEE));
    }
  }

  @Test
  void ue8m0_isPowersOfTwo() {
    for (int code = 0; code < 255; code++) {
      double value = Ue8m0.toFloat((byte) code);
      assertEquals(Math.scalb(1.0, code - 127), value);
      assertEquals((byte) code, Ue8m0.encode(value, Rounding.RU, Overflow.IEEE));
      assertEquals((byte) code, Ue8m0.encode(value, Rounding.RZ, Overflow.IEEE));
      assertEquals((byte) code, Ue8m0.encode(Math.nextUp(value), Rounding.RD, Overflow.IEEE));
      assertEquals((byte) code, Ue8m0.encode(Math.nextDown(value), Rounding.RU, Overflow.IEEE));
    }
    assertTrue(Float.isNaN(Ue8m0.toFloat(Ue8m0.NAN)));
  }

  /** Between neighbours there is one power of two below and one above. */
  @Test
  void ue8m0_betweenPowersOfTwo() {
    for (int code = 0; code < 254; code++) {
      double value = Ue8m0.toFloat((byte) code);
      for (double between :
          new double[] {Math.nextUp(value), 1.5 * value, Math.nextDown(2 * value)}) {
        assertEquals((byte) code, Ue8m0.encode(between, Rounding.RZ, Overflow.IEEE));
        assertEquals((byte) code, Ue8m0.encode(between, Rounding.RD, Overflow.IEEE));
        assertEquals((byte) (code + 1), Ue8m0.encode(between, Rounding.RU, Overflow.IEEE));
      }
    }
  }

  @Test
  void ue8m0_atItsEnds() {
    double above = Math.nextUp(0x1p127);
    assertEquals(Ue8m0.NAN, Ue8m0.encode(above, Rounding.RU, Overflow.IEEE));
    assertEquals((byte) 0xFE, Ue8m0.encode(above, Rounding.RU, Overflow.SATFINITE));
    assertEquals((byte) 0xFE, Ue8m0.encode(0x1p500, Rounding.RZ, Overflow.IEEE));
    assertEquals(Ue8m0.NAN, Ue8m0.encode(1 / 0.0, Rounding.RZ, Overflow.IEEE));
    assertEquals((byte) 0xFE, Ue8m0.encode(1 / 0.0, Rounding.RZ, Overflow.SATFINITE));
    assertEquals(Ue8m0.NAN, Ue8m0.encode(Double.NaN, Rounding.RZ, Overflow.SATFINITE));
    assertEquals(0, Ue8m0.encode(0, Rounding.RU, Overflow.IEEE));
    assertThrows(
        IllegalArgumentException.class, () -> Ue8m0.encode(-1, Rounding.RZ, Overflow.IEEE));
    assertThrows(IllegalArgumentException.class, () -> Ue8m0.encode(1, Rounding.RN, Overflow.IEEE));
  }
}
