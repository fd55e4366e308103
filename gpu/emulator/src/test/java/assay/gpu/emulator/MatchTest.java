package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.machine.Schedule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes that hold equal values; what the conformance cases cannot pose. */
final class MatchTest {

  private static int[] run(String body, String schedule) {
    EmulatedDevice device = new EmulatedDevice(Checks.ALL, Schedule.named(schedule));
    return Ptx.run(device, Ptx.kernel(body), 32, new int[32]);
  }

  /** Every third lane has exited: neither its value nor its bit counts. */
  @ParameterizedTest
  @ValueSource(strings = {"latest", "1", "2", "3"})
  void lanesThatHaveExited_doNotCount(String schedule) {
    String body =
        """
        rem.u32 %r1, %r0, 3;
        setp.eq.u32 %p1, %r1, 0;
        @%p1 exit;
        cvt.u64.u32 %rd2, %r1;
        setp.lt.u32 %p2, %r0, 40;
        @%p2 mov.u64 %rd2, 0x500000000;
        match.all.sync.b64 %r2|%p3, %rd2, -1;
        selp.u32 %r3, %r2, 0, %p3;
        st.global.u32 [%rd1], %r3;
        """;
    int left = 0;
    for (int lane = 0; lane < 32; lane++) {
      left |= lane % 3 == 0 ? 0 : 1 << lane;
    }
    int all = left;
    int[] expected = new int[32];
    Arrays.setAll(expected, lane -> lane % 3 == 0 ? 0 : all);
    assertArrayEquals(expected, run(body, schedule));
  }

  @Test
  void theResultMayTakeThePlaceOfTheValue() {
    String body =
        """
        and.b32 %r1, %r0, 1;
        match.any.sync.b32 %r1, %r1, -1;
        st.global.u32 [%rd1], %r1;
        """;
    int[] expected = new int[32];
    Arrays.setAll(expected, lane -> lane % 2 == 0 ? 0x55555555 : 0xaaaaaaaa);
    assertArrayEquals(expected, run(body, "latest"));
  }

  @Test
  void resultsThatNobodyWants() {
    String body =
        """
        match.all.sync.b32 _|%p1, %r0, -1;
        match.all.sync.b32 %r1|_, %r0, -1;
        match.all.sync.b32 %r2, 5, -1;
        selp.u32 %r1, 1, %r1, %p1;
        add.u32 %r2, %r2, %r1;
        st.global.u32 [%rd1], %r2;
        """;
    assertEquals(-1, run(body, "latest")[7]);
  }

  /** PTX ISA: all lanes of a group execute it with the same mask. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "match.any.sync.b32 %r2, %r0, %r1;",
        "match.all.sync.b32 %r2|%p2, %r0, %r1;",
        "redux.sync.add.u32 %r2, %r0, %r1;",
        "vote.sync.ballot.b32 %r2, %p1, %r1;",
        "shfl.sync.idx.b32 %r2, %r0, 0, 31, %r1;",
        "bar.warp.sync %r1;"
      })
  void lanesThatShareAGroupButNotItsMask(String instruction) {
    String body =
        """
        setp.eq.u32 %p1, %r0, 9;
        mov.u32 %r1, -1;
        @%p1 mov.u32 %r1, 0xffff;
        """;
    DeviceFault fault =
        assertThrows(DeviceFault.class, () -> run(body + instruction, "latest"), instruction);
    assertEquals(DeviceFault.Kind.BARRIER, fault.kind(), fault.getMessage());
    String message = String.valueOf(fault.getMessage());
    assertTrue(
        message.endsWith(
            "lane 9 has member mask 0x0000ffff, but lane 0, which names it, has 0xffffffff"),
        message);
  }
}
