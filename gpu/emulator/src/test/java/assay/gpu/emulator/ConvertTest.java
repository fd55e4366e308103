package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conversions of 16-bit types over all their values, against definitions that share no code. */
final class ConvertTest {

  private static final int VALUES = 1 << 16;

  /** Runs {@code body}, which turns {@code %r1} into {@code %r2}, on all 16-bit values. */
  private static void holds(String body, IntUnaryOperator expected) {
    String kernel =
        """
        mov.u32 %r5, %ctaid.x;
        mad.lo.u32 %r6, %r5, 1024, %r0;
        mad.wide.u32 %rd1, %r6, 4, %rd0;
        ld.global.u32 %r1, [%rd1];
        cvt.u16.u32 %h1, %r1;
        """
            + body
            + "\nst.global.u32 [%rd1], %r2;";
    int[] actual =
        Ptx.run(Ptx.kernel(kernel), 1024, VALUES / 1024, IntStream.range(0, VALUES).toArray());
    for (int i = 0; i < VALUES; i++) {
      int value = i;
      assertEquals(expected.applyAsInt(i), actual[i], () -> body + " of " + value);
    }
  }

  private static int bits(float value) {
    return Float.isNaN(value) ? 0x7fffffff : Float.floatToRawIntBits(value);
  }

  @Test
  void bf16ToF32() {
    holds("cvt.f32.bf16 %f1, %h1; mov.b32 %r2, %f1;", i -> bits(Float.intBitsToFloat(i << 16)));
  }

  @Test
  void f16ToF32() {
    holds("cvt.f32.f16 %f1, %h1; mov.b32 %r2, %f1;", i -> bits(Float.float16ToFloat((short) i)));
  }

  @Test
  void bf16RoundTrip() {
    holds(
        "cvt.f32.bf16 %f1, %h1; cvt.rn.bf16.f32 %h2, %f1; cvt.u32.u16 %r2, %h2;",
        i -> Float.isNaN(Float.intBitsToFloat(i << 16)) ? 0x7fff : i);
  }

  @Test
  void f16RoundTrip() {
    holds(
        "cvt.f32.f16 %f1, %h1; cvt.rn.f16.f32 %h2, %f1; cvt.u32.u16 %r2, %h2;",
        i -> Float.isNaN(Float.float16ToFloat((short) i)) ? 0x7fff : i);
  }

  /** Tie: the discarded half is exactly 0x8000, so the even neighbour wins. */
  @Test
  void bf16TiesGoToEven() {
    holds(
        "shl.b32 %r3, %r1, 16; or.b32 %r3, %r3, 0x8000; mov.b32 %f1, %r3;"
            + " cvt.rn.bf16.f32 %h2, %f1; cvt.u32.u16 %r2, %h2;",
        i -> Float.isNaN(Float.intBitsToFloat(i << 16 | 0x8000)) ? 0x7fff : i + (i & 1));
  }

  @Test
  void bf16TruncatesTowardsZero() {
    holds(
        "shl.b32 %r3, %r1, 16; or.b32 %r3, %r3, 0xffff; mov.b32 %f1, %r3;"
            + " cvt.rz.bf16.f32 %h2, %f1; cvt.u32.u16 %r2, %h2;",
        i -> Float.isNaN(Float.intBitsToFloat(i << 16 | 0xffff)) ? 0x7fff : i);
  }

  /** {@link Float#floatToFloat16} rounds to nearest even too. */
  @Test
  void f32ToF16() {
    holds(
        "shl.b32 %r3, %r1, 16; or.b32 %r3, %r3, 0x1fff; mov.b32 %f1, %r3;"
            + " cvt.rn.f16.f32 %h2, %f1; cvt.u32.u16 %r2, %h2;",
        i -> {
          float value = Float.intBitsToFloat(i << 16 | 0x1fff);
          return Float.isNaN(value) ? 0x7fff : Float.floatToFloat16(value) & 0xffff;
        });
  }

  @Test
  void f16ToS8SaturatesAndTruncates() {
    holds(
        "cvt.rzi.s8.f16 %r2, %h1;",
        i -> {
          float value = Float.float16ToFloat((short) i);
          return Float.isNaN(value) ? 0 : Math.clamp((long) value, -128, 127);
        });
  }

  @Test
  void s16ToF16RoundsOnce() {
    holds(
        "cvt.rn.f16.s16 %h2, %h1; cvt.u32.u16 %r2, %h2;",
        i -> Float.floatToFloat16((short) i) & 0xffff);
  }

  /** What an 8-bit code means; NaN where it is one. */
  private static double float8(int code, int fraction) {
    int bias = (1 << (6 - fraction)) - 1;
    int exponent = (code & 0x7f) >> fraction;
    int rest = code & (1 << fraction) - 1;
    boolean large = fraction == 2;
    if ((large && exponent == 31 && rest != 0) || (!large && (code & 0x7f) == 0x7f)) {
      return Double.NaN;
    }
    double magnitude =
        large && exponent == 31
            ? Double.POSITIVE_INFINITY
            : Math.scalb(
                exponent == 0 ? rest : rest + (1 << fraction),
                Math.max(exponent, 1) - bias - fraction);
    return code >= 0x80 ? -magnitude : magnitude;
  }

  /** The finite code nearest to a number, the even one of two; NaN is 0x7f. */
  private static int nearest(double value, int fraction) {
    int best = 0;
    for (int code = 0; code < 0x7f; code++) {
      double here = Math.abs(Math.abs(value) - float8(code, fraction));
      double there = Math.abs(Math.abs(value) - float8(best, fraction));
      boolean finite = Double.isFinite(float8(code, fraction));
      best = finite && (here < there || (here == there && (code & 1) == 0)) ? code : best;
    }
    boolean negative = Double.doubleToRawLongBits(value) < 0;
    return Double.isNaN(value) ? 0x7f : negative ? best | 0x80 : best;
  }

  /** A number beyond all is nearest to the largest, as {@code .satfinite} wants it. */
  @ParameterizedTest
  @CsvSource({"e4m3x2, 3", "e5m2x2, 2"})
  void f16ToAndFromFloat8(String pair, int fraction) {
    holds(
        "mov.b32 %%r3, {%%h1, %%h1}; cvt.rn.satfinite.%s.f16x2 %%h2, %%r3; cvt.u32.u16 %%r2, %%h2;"
            .formatted(pair),
        i -> {
          double value = Math.clamp(Float.float16ToFloat((short) i), -65504f, 65504f);
          return 0x101 * nearest(value, fraction);
        });
    holds(
        "cvt.rn.f16x2.%s %%r2, %%h1;".formatted(pair),
        i -> half(float8(i >> 8, fraction)) << 16 | half(float8(i & 0xff, fraction)));
  }

  private static int half(double value) {
    return Double.isNaN(value) ? 0x7fff : Float.floatToFloat16((float) value) & 0xffff;
  }

  @Test
  void signExtension() {
    holds("cvt.s32.s8 %r2, %r1;", i -> (byte) i);
    holds("cvt.s32.s16 %r2, %h1;", i -> (short) i);
    holds("cvt.u32.u8 %r2, %r1;", i -> i & 0xff);
    holds("cvt.sat.u8.s16 %r2, %h1;", i -> Math.clamp((short) i, 0, 255));
    holds("cvt.sat.s8.u16 %r2, %h1;", i -> Math.min(i, 127));
  }

  @Test
  void longsToF32RoundOnce() {
    holds(
        "cvt.u64.u32 %rd2, %r1; shl.b64 %rd2, %rd2, 47; or.b64 %rd2, %rd2, 0x4000000001;"
            + " cvt.rn.f32.u64 %f1, %rd2; mov.b32 %r2, %f1;",
        i -> {
          BigDecimal exact = new BigDecimal(Long.toUnsignedString((long) i << 47 | 0x4000000001L));
          return Float.floatToRawIntBits(exact.floatValue());
        });
  }
}
