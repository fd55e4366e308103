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

  /** Any bits as binary32, and what became of them mixed into {@code %r2}. */
  private static final String MIXED =
      """
      mad.lo.u32 %r2, %r2, 1664525, %r1;
      mov.b32 %f1, %r2;
      shl.b32 %r3, %r2, 7;
      xor.b32 %r3, %r3, %r1;
      mov.b32 %f2, %r3;
      add.f32 %f3, %f1, %f2;
      mul.ftz.f32 %f4, %f1, %f2;
      fma.rn.f32 %f5, %f1, %f2, %f3;
      max.f32 %f6, %f4, %f1;
      min.f32 %f7, %f5, %f2;
      setp.ltu.f32 %p2, %f6, %f7;
      selp.f32 %f8, %f6, %f7, %p2;
      mov.b32 %r4, %f8;
      mov.b32 %r5, %f5;
      @%p2 add.u32 %r4, %r4, %r5;
      xor.b32 %r2, %r2, %r4;
      """;

  private static PtxSource loop(String body, String after) {
    return loop("setp.ne.u32 %p8, %r0, %r0;", body, after);
  }

  /** Lanes for which {@code skip} sets {@code %p8} go past the loop. */
  private static PtxSource loop(String skip, String body, String after) {
    return Ptx.kernel(
        """
        mov.u32 %%r1, 0;
        mov.u32 %%r2, %%r0;
        %s
        @%%p8 bra END;
        LOOP:
        %s
        add.u32 %%r1, %%r1, 1;
        setp.lt.u32 %%p1, %%r1, %d;
        @%%p1 bra LOOP;
        %s
        END:
        st.global.u32 [%%rd1], %%r2;
        """
            .formatted(skip, body, LOOPS, after));
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

  /** Lane 31 waits elsewhere in the second run, so the others execute single instructions. */
  @Test
  void vectorsGiveTheBitsOfSingleInstructions() {
    int[] whole = Ptx.run(loop(MIXED, ""), 32, new int[32]);
    int[] single = Ptx.run(loop("setp.eq.u32 %p8, %r0, 31;", MIXED, ""), 32, new int[32]);
    assertArrayEquals(Arrays.copyOf(single, 31), Arrays.copyOf(whole, 31));
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
    assertEquals(Ptx.FIRST_LINE + 7, Objects.requireNonNull(fault.site()).ptxLine());
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
