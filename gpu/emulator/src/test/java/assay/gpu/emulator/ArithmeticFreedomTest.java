package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.conformance.ConformanceCase;
import assay.gpu.conformance.ConformanceCases;
import assay.gpu.conformance.ConformanceResult;
import assay.gpu.conformance.ConformanceSuite;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.Arithmetic;
import assay.gpu.emulator.machine.Schedule;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Arithmetic goes to the ends of what PTX leaves open, and not beyond. */
final class ArithmeticFreedomTest {

  private static final int SEEDS = 48;

  private static int[] run(long seed, PtxSource source, int words) {
    Arithmetic arithmetic = Arithmetic.seeded(seed);
    return Ptx.run(
        new EmulatedDevice(Checks.ALL, Schedule.LATEST, arithmetic), source, 32, new int[words]);
  }

  /** Every case of the suite, the bounds of approximate functions among them, still holds. */
  @Test
  void everyConformanceCaseHolds_whateverTheSeed() {
    for (ConformanceCase subject : ConformanceCases.all()) {
      for (long seed : List.of(0L, 1L, 2L, 3L, 4L, 5L)) {
        try (EmulatedDevice device =
            new EmulatedDevice(Checks.ALL, Schedule.LATEST, Arithmetic.seeded(seed))) {
          assertEquals(
              new ConformanceResult.Pass(subject.runs().size()),
              ConformanceSuite.run(device, subject),
              () -> subject + ", seed " + seed);
        }
      }
    }
  }

  /** f(x) for 32 values between 1/4 and 2, where results are neither zero nor infinite. */
  private static PtxSource approximate(String instruction) {
    return Ptx.kernel(
        """
        cvt.rn.f32.u32 %%f1, %%r0;
        fma.rn.f32 %%f1, %%f1, 0f3D6147AE, 0f3E800000;
        %s
        st.global.f32 [%%rd1], %%f2;
        """
            .formatted(instruction));
  }

  @Test
  void approximateFunctionsStray_andRepeatTheirErrors() {
    for (String name : List.of("ex2", "rcp", "sqrt", "rsqrt", "lg2", "sin", "cos")) {
      PtxSource source = approximate(name + ".approx.f32 %f2, %f1;");
      int[] nearest = Ptx.run(source, 32, new int[32]);
      boolean strays = false;
      for (long seed = 0; seed < 4; seed++) {
        int[] found = run(seed, source, 32);
        assertArrayEquals(found, run(seed, source, 32));
        strays |= !Arrays.equals(nearest, found);
      }
      assertTrue(strays, name);
    }
  }

  @Test
  void quotientsStrayByNoMoreThanTwoSteps() {
    PtxSource source = approximate("div.approx.f32 %f2, %f3, %f1;".replace("%f3", "%f1"));
    PtxSource thirds = approximate("mov.f32 %f3, 0f40400000;\ndiv.full.f32 %f2, %f1, %f3;");
    int[] nearest = Ptx.run(thirds, 32, new int[32]);
    Set<Integer> steps = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      int[] found = run(seed, thirds, 32);
      for (int i = 0; i < 32; i++) {
        steps.add(found[i] - nearest[i]);
      }
      run(seed, source, 32);
    }
    assertTrue(steps.contains(1) && steps.contains(-1), steps::toString);
    assertTrue(steps.stream().allMatch(step -> Math.abs(step) <= 2), steps::toString);
  }

  /** 1 + 2⁻²⁴ several times over: lost one by one, kept in a wide sum. */
  private static final PtxSource PRODUCT =
      Ptx.kernel(
          """
          mov.b32 %r1, 0x39803980;
          mov.f32 %f1, 0f3F800000;
          mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32
              {%f2, %f3, %f4, %f5}, {%r1, %r1, %r1, %r1}, {%r1, %r1}, {%f1, %f1, %f1, %f1};
          st.global.f32 [%rd1], %f2;
          """);

  @Test
  void matrixProductsAreAddedInEveryAdmittedWay() {
    Set<Integer> sums = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      int[] found = run(seed, PRODUCT, 32);
      sums.add(found[0]);
      for (int word : found) {
        assertEquals(found[0], word);
      }
    }
    int one = Float.floatToRawIntBits(1);
    assertEquals(Set.of(one, one + 8), sums);
  }

  /** x · y + z with a product that rounds: only the fused sum keeps what was cut off. */
  private static PtxSource sum(String multiply, String add) {
    return Ptx.kernel(
        """
        mov.f32 %%f1, 0f3F800001;
        mov.f32 %%f3, 0fBF800002;
        %s %%f2, %%f1, %%f1;
        %s %%f4, %%f2, %%f3;
        st.global.f32 [%%rd1], %%f4;
        """
            .formatted(multiply, add));
  }

  private static Set<Integer> results(PtxSource source) {
    Set<Integer> results = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      results.add(run(seed, source, 32)[0]);
    }
    return results;
  }

  @Test
  void productsAndSumsFuse_onlyWhereNeitherNamesItsRounding() {
    int fused = Float.floatToRawIntBits(0x1p-46f);
    assertEquals(Set.of(0, fused), results(sum("mul.f32", "add.f32")));
    assertEquals(Set.of(0), results(sum("mul.rn.f32", "add.f32")));
    assertEquals(Set.of(0), results(sum("mul.f32", "add.rn.f32")));
    assertEquals(Set.of(0), results(sum("mul.f32", "add.ftz.f32")));
  }

  /** The same of another type: registers, x and z, and how the result becomes a word. */
  private static PtxSource sum(String type, String register, String x, String z, String result) {
    return Ptx.kernel(
        """
        mov.%2$s %%%1$s1, %3$s;
        mov.%2$s %%%1$s3, %4$s;
        mul.%6$s %%%1$s2, %%%1$s1, %%%1$s1;
        add.%6$s %%%1$s4, %%%1$s2, %%%1$s3;
        %5$s
        st.global.u32 [%%rd1], %%r2;
        """
            .formatted(register, bits(register), x, z, result, type));
  }

  private static String bits(String register) {
    return switch (register) {
      case "h" -> "b16";
      case "fd" -> "f64";
      default -> "b32";
    };
  }

  @Test
  void productsAndSumsOfEveryType_fuse() {
    String widen = "cvt.u32.u16 %r2, %h4;";
    String copy = "mov.b32 %r2, %r4;";
    String upper = "mov.b64 {%r1, %r2}, %fd4;";
    PtxSource wide = sum("f64", "fd", "0d3FF0000000000001", "0dBFF0000000000002", upper);
    assertEquals(Set.of(0, (Math.getExponent(0x1p-104) + 1023) << 20), results(wide));
    assertEquals(Set.of(0, 0x10), results(sum("f16", "h", "0x3c01", "0xbc02", widen)));
    assertEquals(Set.of(0, 0x3880), results(sum("bf16", "h", "0x3f81", "0xbf82", widen)));
    PtxSource pair = sum("f16x2", "r", "0x3c013c01", "0xbc02bc02", copy);
    assertEquals(Set.of(0, 0x100010), results(pair));
    pair = sum("bf16x2", "r", "0x3f813f81", "0xbf82bf82", copy);
    assertEquals(Set.of(0, 0x38803880), results(pair));
  }

  @Test
  void productsWhoseFactorsHaveChanged_doNotFuse() {
    PtxSource source = sum("mul.f32", "mov.f32 %f1, 0f40000000;\nadd.f32");
    assertEquals(Set.of(0), results(source));
  }

  @Test
  void aNameIsNearestOrASeed() {
    assertEquals(Arithmetic.seeded(7), Arithmetic.named("7"));
    assertEquals(Arithmetic.NEAREST, Arithmetic.named("nearest"));
    assertThrows(IllegalArgumentException.class, () -> Arithmetic.named("near"));
  }
}
