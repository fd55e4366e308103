package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.DeviceFault.Kind;
import org.junit.jupiter.api.Test;

/** Whoever waits in vain is named with where it waits. */
final class DeadlockTest {

  private static void caught(Kind kind, String detail, int threads, String body) {
    DeviceFault fault =
        assertThrows(DeviceFault.class, () -> Ptx.run(Ptx.kernel(body), threads, 1));
    assertEquals(kind, fault.kind(), fault.getMessage());
    assertTrue(String.valueOf(fault.getMessage()).contains(detail), fault.getMessage());
  }

  private static int line(int instruction) {
    return Ptx.FIRST_LINE + instruction - 1;
  }

  @Test
  void everyWarpIsNamedWithItsPosition() {
    caught(
        Kind.DEADLOCK,
        ("32 of 96 threads arrived at barrier 0, 32 of 96 at barrier 1, 32 have exited: warp 0 at"
                + " PTX line %d (barrier 0); warp 1 at PTX line %d (barrier 1); warp 2 has exited")
            .formatted(line(5), line(7)),
        96,
        """
        setp.ge.u32 %p1, %r0, 64;
        @%p1 exit;
        setp.ge.u32 %p1, %r0, 32;
        @%p1 bra OTHER;
        bar.sync 0;
        OTHER:
        bar.sync 1;
        """);
  }

  @Test
  void lanesAtDifferentInstructions_areNamed() {
    caught(
        Kind.DEADLOCK,
        "never come: warp 0 lanes 0x",
        32,
        """
        setp.ge.u32 %p1, %r0, 16;
        @%p1 bra OTHER;
        bar.warp.sync -1;
        bra DONE;
        OTHER:
        shfl.sync.bfly.b32 %r1, %r0, 1, 31, -1;
        DONE:
        """);
  }

  @Test
  void aBarrierForMoreThreadsThanThereAre() {
    caught(
        Kind.BARRIER,
        "64 of 96 threads arrived at barrier 3, 0 have exited: warp 0 at PTX line %d (barrier 3)"
            .formatted(line(1)),
        64,
        "bar.sync 3, 96;");
  }

  @Test
  void warpsThatExpectDifferentCounts() {
    caught(
        Kind.BARRIER,
        "barrier 1 expects 32 threads here, but 64 at the threads that wait already",
        64,
        """
        setp.ge.u32 %p1, %r0, 32;
        mov.u32 %r1, 64;
        @%p1 mov.u32 %r1, 32;
        bar.sync 1, %r1;
        """);
  }

  @Test
  void anArrivalTooMany_isABarrierForTheNextPhaseThatNobodyMeets() {
    caught(
        Kind.BARRIER,
        "32 of 64 threads arrived at barrier 2",
        64,
        """
        setp.ge.u32 %p1, %r0, 32;
        @%p1 bra CONSUMER;
        bar.arrive 2, 64;
        bra DONE;
        CONSUMER:
        bar.sync 2, 64;
        bar.sync 2, 64;
        DONE:
        """);
  }

  @Test
  void aMemberMaskWithoutItsOwnLane() {
    caught(
        Kind.BARRIER,
        "member mask 0x0000ffff does not name lane 16 itself",
        32,
        "bar.warp.sync 0xffff;");
  }

  @Test
  void aMemberMaskWithALaneThatPassesBy() {
    caught(
        Kind.BARRIER,
        "shfl.sync names lanes 0xffffffff, but lanes 0xffff0000 do not take part",
        32,
        """
        setp.lt.u32 %p1, %r0, 16;
        @%p1 shfl.sync.bfly.b32 %r1, %r0, 1, 31, -1;
        """);
  }

  @Test
  void membersThatDisagree() {
    caught(
        Kind.DEADLOCK,
        "lanes wait for others of their warp that never come: warp 0 lanes 0xffff0000 at",
        32,
        """
        setp.ge.u32 %p1, %r0, 16;
        @%p1 bra OTHER;
        bar.warp.sync 0xffff;
        bra DONE;
        OTHER:
        bar.warp.sync -1;
        DONE:
        """);
  }
}
