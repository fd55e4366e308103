package assay.numerics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every format that {@link Magnitude} encodes, between all its neighbouring codes. */
@SuppressWarnings("ImmutableEnumChecker")
final class EncodingTest {

  enum Codes {
    E4M3(FloatFormat.FP8_E4M3, 0x7E, 1, Float8E4M3::encode),
    E5M2(FloatFormat.FP8_E5M2, 0x7B, 1, Float8E5M2::encode),
    FP16(FloatFormat.FP16, 0x7BFF, 1, Float16::encode),
    BF16(FloatFormat.BF16, 0x7F7F, 1, BFloat16::encode),
    TF32(FloatFormat.TF32, 0x3FBFF, 1, (v, r, o) -> Float.floatToRawIntBits(Tf32.round(v, r, o))),
    /** Some 2000 of 2^31 codes. */
    F32(
        FloatFormat.F32,
        0x7F7FFFFF,
        1_000_003,
        (v, r, o) -> Float.floatToRawIntBits(Float32.round(v, r, o)));

    final FloatFormat format;
    final int largestCode;
    final int stride;
    final Encode encode;

    Codes(FloatFormat format, int largestCode, int stride, Encode encode) {
      this.format = format;
      this.largestCode = largestCode;
      this.stride = stride;
      this.encode = encode;
    }

    /** By the definition of IEEE 754, in exact decimals. */
    BigDecimal value(int code) {
      int stored = format.precision() - 1;
      int field = code >> stored;
      BigDecimal fraction = BigDecimal.valueOf(code & ((1 << stored) - 1));
      BigDecimal hidden = field == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(1L << stored);
      double step = format.smallestSubnormal() * Math.scalb(1.0, Math.max(field, 1) - 1);
      return hidden.add(fraction).multiply(new BigDecimal(step));
    }

    /** The code of {@code value} with its sign bit; TF32 without the 13 bits that are zero. */
    int encode(double value, Rounding rounding, Overflow overflow) {
      int bits = encode.encode(value, rounding, overflow);
      return switch (this) {
        case E4M3, E5M2 -> bits & 0xFF;
        case FP16, BF16 -> bits & 0xFFFF;
        case TF32 -> bits >>> 13;
        case F32 -> bits;
      };
    }

    int sign() {
      return switch (this) {
        case E4M3, E5M2 -> 0x80;
        case FP16, BF16 -> 0x8000;
        case TF32 -> 1 << 18;
        case F32 -> 1 << 31;
      };
    }
  }

  @FunctionalInterface
  interface Encode {
    int encode(double value, Rounding rounding, Overflow overflow);
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeSurvivesARoundTripInEveryRounding(Codes codes) {
    for (int code = 0; code <= codes.largestCode; code += codes.stride) {
      double value = codes.value(code).doubleValue();
      for (Rounding rounding : Rounding.values()) {
        assertEquals(code, codes.encode(value, rounding, Overflow.IEEE));
        assertEquals(code | codes.sign(), codes.encode(-value, rounding, Overflow.IEEE));
      }
    }
  }

  /** Halfway, a hair off it, and a hair off both neighbours; codes in the order of values. */
  @ParameterizedTest
  @EnumSource
  void everythingBetweenNeighboursRoundsAsDefined(Codes codes) {
    for (int code = 0; code < codes.largestCode; code += codes.stride) {
      double low = codes.value(code).doubleValue();
      double high = codes.value(code + 1).doubleValue();
      double middle = low + (high - low) / 2;
      assertRounds(codes, code, Math.nextUp(low));
      assertRounds(codes, code, Math.nextDown(middle));
      assertRounds(codes, code, middle);
      assertRounds(codes, code, Math.nextUp(middle));
      assertRounds(codes, code, Math.nextDown(high));
    }
  }

  @ParameterizedTest
  @EnumSource
  void pastTheLargest(Codes codes) {
    double largest = codes.format.largest();
    assertEquals(0, codes.value(codes.largestCode).compareTo(new BigDecimal(largest)));
    int top = codes.largestCode;
    for (double value : new double[] {largest * 2, Double.MAX_VALUE}) {
      assertEquals(top + 1, codes.encode(value, Rounding.RN, Overflow.IEEE));
      assertEquals(top + 1, codes.encode(value, Rounding.RU, Overflow.IEEE));
      assertEquals(top, codes.encode(value, Rounding.RD, Overflow.IEEE));
      assertEquals(top, codes.encode(value, Rounding.RZ, Overflow.IEEE));
      assertEquals(top + 1 | codes.sign(), codes.encode(-value, Rounding.RD, Overflow.IEEE));
      assertEquals(top | codes.sign(), codes.encode(-value, Rounding.RU, Overflow.IEEE));
    }
    for (Rounding rounding : Rounding.values()) {
      double infinity = Double.POSITIVE_INFINITY;
      assertEquals(top + 1, codes.encode(infinity, rounding, Overflow.IEEE));
      assertEquals(top, codes.encode(infinity, rounding, Overflow.SATFINITE));
      assertEquals(top | codes.sign(), codes.encode(-infinity, rounding, Overflow.SATFINITE));
      assertEquals(top, codes.encode(largest * 2, rounding, Overflow.SATFINITE));
    }
  }

  @ParameterizedTest
  @EnumSource
  void nanStaysNan(Codes codes) {
    for (Overflow overflow : Overflow.values()) {
      int code = codes.encode(Double.NaN, Rounding.RN, overflow) & (codes.sign() - 1);
      assertTrue(code > codes.largestCode + (codes.format.hasInfinities() ? 1 : 0));
    }
  }

  /** Planted: ties go away from zero. */
  @ParameterizedTest
  @EnumSource
  void aWrongTieIsCaught(Codes codes) {
    double middle = codes.value(2).add(codes.value(3)).doubleValue() / 2;
    assertRounds(codes, 2, middle);
    int planted = codes.encode(Math.nextUp(middle), Rounding.RN, Overflow.IEEE);
    assertNotEquals(nearest(codes, 2, middle), planted);
  }

  private static void assertRounds(Codes codes, int low, double value) {
    int nearest = nearest(codes, low, value);
    int sign = codes.sign();
    assertEquals(nearest, codes.encode(value, Rounding.RN, Overflow.IEEE));
    assertEquals(low, codes.encode(value, Rounding.RZ, Overflow.IEEE));
    assertEquals(low + 1, codes.encode(value, Rounding.RU, Overflow.IEEE));
    assertEquals(low, codes.encode(value, Rounding.RD, Overflow.IEEE));
    assertEquals(nearest | sign, codes.encode(-value, Rounding.RN, Overflow.SATFINITE));
    assertEquals(low | sign, codes.encode(-value, Rounding.RZ, Overflow.SATFINITE));
    assertEquals(low | sign, codes.encode(-value, Rounding.RU, Overflow.SATFINITE));
    assertEquals(low + 1 | sign, codes.encode(-value, Rounding.RD, Overflow.SATFINITE));
  }

  private static int nearest(Codes codes, int low, double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal toLow = exact.subtract(codes.value(low));
    BigDecimal toHigh = codes.value(low + 1).subtract(exact);
    int order = toLow.compareTo(toHigh);
    int even = low + (low & 1);
    return order == 0 ? even : order < 0 ? low : low + 1;
  }
}
