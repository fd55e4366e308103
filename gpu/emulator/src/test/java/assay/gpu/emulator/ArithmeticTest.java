package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The special cases of arithmetic, one small kernel each. */
final class ArithmeticTest {

  private static final int NAN = 0x7fffffff;

  /** What {@code body} leaves in {@code %r2}. */
  private static int result(String body) {
    return Ptx.run(Ptx.kernel(body + "\nst.global.u32 [%rd1], %r2;"), 1, 1)[0];
  }

  private static int float32(String body) {
    return result(body + "\nmov.b32 %r2, %f3;");
  }

  private static String operands(float a, float b) {
    return "mov.f32 %%f1, 0f%08X;\nmov.f32 %%f2, 0f%08X;\n"
        .formatted(Float.floatToRawIntBits(a), Float.floatToRawIntBits(b));
  }

  @Test
  void nanIsCanonical() {
    assertEquals(NAN, float32("mov.b32 %f1, 0xffc12345;\nadd.f32 %f3, %f1, %f1;"));
    assertEquals(NAN, float32(operands(0, 0) + "div.rn.f32 %f3, %f1, %f2;"));
  }

  @Test
  void minAndMaxPreferNumbers() {
    int two = Float.floatToRawIntBits(2);
    assertEquals(two, float32(operands(Float.NaN, 2) + "max.f32 %f3, %f1, %f2;"));
    assertEquals(two, float32(operands(2, Float.NaN) + "min.f32 %f3, %f1, %f2;"));
    assertEquals(NAN, float32(operands(2, Float.NaN) + "min.NaN.f32 %f3, %f1, %f2;"));
    assertEquals(0, float32(operands(-0.0f, 0) + "max.f32 %f3, %f1, %f2;"));
  }

  @Test
  void subnormalsAreFlushedWithTheirSign() {
    String tiny = operands(-Float.MIN_NORMAL, 0.5f);
    assertEquals(0x80000000, float32(tiny + "mul.ftz.f32 %f3, %f1, %f2;"));
    assertEquals(0x80400000, float32(tiny + "mul.f32 %f3, %f1, %f2;"));
    assertEquals(0, float32(operands(Float.MIN_VALUE, 0) + "add.ftz.f32 %f3, %f1, %f2;"));
  }

  @Test
  void fmaRoundsOnce() {
    float a = Math.nextUp(1.0f);
    String fma = operands(a, -(a * a)) + "fma.rn.f32 %f3, %f1, %f1, %f2;";
    assertEquals(Float.floatToRawIntBits((float) ((double) a * a - a * a)), float32(fma));
  }

  @Test
  void directedRoundingBracketsTheExactValue() {
    Random random = new Random(5);
    for (int i = 0; i < 50; i++) {
      float a = Float.intBitsToFloat(random.nextInt(0x3f000000) + 0x20000000);
      float b = Float.intBitsToFloat(random.nextInt(0x3f000000) + 0x20000000);
      BigDecimal exact = new BigDecimal(a).add(new BigDecimal(b));
      if (exact.compareTo(new BigDecimal(Float.MAX_VALUE)) < 0) {
        assertEquals(floor(exact), float32(operands(a, b) + "add.rm.f32 %f3, %f1, %f2;"));
        assertEquals(floor(exact), float32(operands(a, b) + "add.rz.f32 %f3, %f1, %f2;"));
      }
      BigDecimal quotient = new BigDecimal(a).divide(new BigDecimal(b), new MathContext(80));
      if (quotient.compareTo(new BigDecimal(Float.MAX_VALUE)) < 0) {
        assertEquals(floor(quotient), float32(operands(a, b) + "div.rm.f32 %f3, %f1, %f2;"));
      }
    }
  }

  private static int floor(BigDecimal positive) {
    float near = positive.floatValue();
    boolean above = new BigDecimal(near).compareTo(positive) > 0;
    return Float.floatToRawIntBits(above ? Math.nextDown(near) : near);
  }

  @Test
  void ex2IsWithinTwoUlpAndExactAtIntegers() {
    assertEquals(0, float32(operands(Float.NEGATIVE_INFINITY, 0) + "ex2.approx.ftz.f32 %f3, %f1;"));
    assertEquals(NAN, float32(operands(Float.NaN, 0) + "ex2.approx.f32 %f3, %f1;"));
    int count = 1024;
    int[] inputs = new int[count];
    for (int i = 0; i < count; i++) {
      inputs[i] = Float.floatToRawIntBits(i < 250 ? i - 125 : (i - 600) * 0.2003f);
    }
    int[] outputs =
        Ptx.run(
            Ptx.kernel(
                "ld.global.f32 %f1, [%rd1];\nex2.approx.f32 %f2, %f1;\nst.global.f32 [%rd1], %f2;"),
            count,
            inputs);
    for (int i = 0; i < count; i++) {
      float x = Float.intBitsToFloat(inputs[i]);
      double exact = Math.pow(2, x);
      float actual = Float.intBitsToFloat(outputs[i]);
      double allowed = i < 250 ? 0 : 2 * Math.ulp((float) exact);
      assertTrue(Math.abs(actual - exact) <= allowed || actual == (float) exact, "2^" + x);
    }
  }

  @Test
  void shiftsBeyondTheWidth() {
    assertEquals(0, result("mov.u32 %r1, 33;\nmov.u32 %r3, -1;\nshl.b32 %r2, %r3, %r1;"));
    assertEquals(-1, result("mov.u32 %r1, 99;\nmov.u32 %r3, -8;\nshr.s32 %r2, %r3, %r1;"));
    assertEquals(0, result("mov.u32 %r1, 32;\nmov.u32 %r3, -8;\nshr.u32 %r2, %r3, %r1;"));
  }

  @Test
  void bitFields() {
    assertEquals(-3, result("mov.u32 %r1, 0x500;\nbfe.s32 %r2, %r1, 8, 3;"));
    assertEquals(
        0xab34, result("mov.u32 %r1, 0xab;\nmov.u32 %r3, 0x1234;\nbfi.b32 %r2, %r1, %r3, 8, 8;"));
    assertEquals(7, result("mov.u32 %r1, 0x80;\nbfind.u32 %r2, %r1;"));
    assertEquals(-1, result("mov.u32 %r1, -1;\nbfind.s32 %r2, %r1;"));
    assertEquals(0x44332211, result("mov.u32 %r1, 0x11223344;\nprmt.b32 %r2, %r1, %r1, 0x0123;"));
    assertEquals(0xe0, result("mov.u32 %r1, 0xe8;\nlop3.b32 %r2, %r1, 0xf0f0f0f0, 0, 0xc0;"));
  }

  @Test
  void unorderedComparisons() {
    String operands = operands(Float.NaN, 1);
    String compare = "setp.%s.f32 %%p1, %%f1, %%f2;\nselp.u32 %%r2, 1, 0, %%p1;";
    for (String relation : Arrays.asList("eq", "ne", "lt", "le", "gt", "ge", "num")) {
      assertEquals(0, result(operands + compare.formatted(relation)), relation);
    }
    for (String relation : Arrays.asList("equ", "neu", "ltu", "leu", "gtu", "geu", "nan")) {
      assertEquals(1, result(operands + compare.formatted(relation)), relation);
    }
  }

  @Test
  void setpWithTwoResultsAndACombination() {
    int[] words =
        Ptx.run(
            Ptx.kernel(
                """
                setp.lt.u32 %p1, %r0, 2;
                setp.gt.and.u32 %p2|%p3, %r0, 0, !%p1;
                selp.u32 %r2, 1, 0, %p2;
                selp.u32 %r3, 2, 0, %p3;
                add.u32 %r2, %r2, %r3;
                st.global.u32 [%rd1], %r2;
                """),
            4,
            4);
    assertArrayEquals(new int[] {0, 0, 1, 1}, words);
  }

  @Test
  void reductionByShuffles() {
    int[] words =
        Ptx.run(
            Ptx.kernel(
                """
                mov.u32 %r1, %r0;
                shfl.sync.bfly.b32 %r2|%p1, %r1, 16, 31, -1;
                add.u32 %r1, %r1, %r2;
                shfl.sync.down.b32 %r3|%p2, %r0, 4, 31, -1;
                selp.u32 %r4, 1, 0, %p2;
                redux.sync.add.u32 %r5, %r0, -1;
                setp.eq.u32 %p3, %r0, 31;
                @%p3 st.global.v4.u32 [%rd0], {%r1, %r3, %r4, %r5};
                """),
            32,
            4);
    assertArrayEquals(new int[] {46, 31, 0, 496}, words);
  }
}
