package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.PtxSource;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Code that is executed often becomes methods; nothing else changes. */
final class HotCodeTest {

  /** Beyond what makes a block a method, and then one with vectors. */
  private static final int LOOPS = 1_100_000;

  private static PtxSource loop(String body, String after) {
    return Ptx.kernel(
        """
        mov.u32 %%r1, 0;
        mov.u32 %%r2, %%r0;
        LOOP:
        %s
        add.u32 %%r1, %%r1, 1;
        setp.lt.u32 %%p1, %%r1, %d;
        @%%p1 bra LOOP;
        %s
        st.global.u32 [%%rd1], %%r2;
        """
            .formatted(body, LOOPS, after));
  }

  @Test
  void resultsStayTheSame() {
    PtxSource source =
        loop(
            """
            mad.lo.u32 %r2, %r2, 1664525, %r1;
            setp.lt.s32 %p2, %r2, 0;
            @%p2 xor.b32 %r2, %r2, %r0;
            shfl.sync.bfly.b32 %r3, %r2, 1, 31, -1;
            """,
            "add.u32 %r2, %r2, %r3;");
    assertArrayEquals(expected(), Ptx.run(source, 32, new int[32]));
  }

  /** Numbers of any bits, NaN included. */
  @Test
  void floatsStayTheSame() {
    PtxSource source =
        loop(
            """
            mul.lo.u32 %r3, %r1, 1664525;
            mad.lo.u32 %r3, %r0, 134775813, %r3;
            mov.b32 %f1, %r3;
            fma.rn.f32 %f2, %f1, %f1, %f1;
            setp.gtu.f32 %p2, %f2, %f1;
            selp.f32 %f3, %f1, %f2, %p2;
            @%p2 add.f32 %f3, %f3, %f2;
            mov.b32 %r3, %f3;
            mad.lo.u32 %r2, %r2, 31, %r3;
            """,
            "");
    int[] expected = new int[32];
    Arrays.setAll(expected, HotCodeTest::floats);
    assertArrayEquals(expected, Ptx.run(source, 32, new int[32]));
  }

  private static int floats(int lane) {
    int all = lane;
    for (int i = 0; i < LOOPS; i++) {
      float x = Float.intBitsToFloat(i * 1664525 + lane * 134775813);
      float y = Math.fma(x, x, x);
      float sum = y <= x ? y : x + y;
      all = all * 31 + (Float.isNaN(sum) ? 0x7fffffff : Float.floatToRawIntBits(sum));
    }
    return all;
  }

  private static int[] expected() {
    int[] lanes = new int[32];
    Arrays.setAll(lanes, lane -> lane);
    for (int i = 0; i < LOOPS; i++) {
      for (int lane = 0; lane < 32; lane++) {
        int value = lanes[lane] * 1664525 + i;
        lanes[lane] = value < 0 ? value ^ lane : value;
      }
    }
    int[] sums = new int[32];
    Arrays.setAll(sums, lane -> lanes[lane] + lanes[lane ^ 1]);
    return sums;
  }

  @Test
  void faultsNameTheirLine() {
    PtxSource source =
        loop(
            """
            setp.eq.u32 %p2, %r1, 1099000;
            selp.b64 %rd2, 8, %rd1, %p2;
            ld.global.u32 %r3, [%rd2];
            """,
            "");
    DeviceFault fault = assertThrows(DeviceFault.class, () -> Ptx.run(source, 32, new int[32]));
    assertEquals(DeviceFault.Kind.OUT_OF_BOUNDS, fault.kind());
    assertEquals(Ptx.FIRST_LINE + 5, Objects.requireNonNull(fault.site()).ptxLine());
  }

  @Test
  void theBudgetIsKept() {
    PtxSource source = loop("", "");
    Checks checks = new Checks(true, true, true, 3L * LOOPS);
    EmulatedDevice device = new EmulatedDevice(checks);
    DeviceFault fault =
        assertThrows(DeviceFault.class, () -> Ptx.run(device, source, 32, new int[32]));
    assertEquals(DeviceFault.Kind.TIME_LIMIT, fault.kind());
    assertEquals(32 * (3L * LOOPS + 1), device.counters().laneInstructions());
  }
}
