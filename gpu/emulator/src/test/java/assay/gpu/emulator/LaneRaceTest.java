package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.Divergence;
import assay.gpu.emulator.machine.Schedule;
import org.junit.jupiter.api.Test;

/** Lanes of one warp are in no order unless a barrier says so, whether or not they have parted. */
final class LaneRaceTest {

  private static final Checks TOGETHER = new Checks(true, true, true, true, false, true, 1L << 20);
  private static final String SYNC = "bar.warp.sync -1;\n";

  /** {@code %r1} is a lane's own word, {@code %r2} its neighbour's, {@code %r3} the first. */
  private static PtxSource kernel(String body) {
    return Ptx.kernel(
        ".shared .align 16 .b8 tile[2048];",
        """
        mov.u32 %r3, tile;
        mad.lo.u32 %r1, %r0, 4, %r3;
        xor.b32 %r4, %r0, 1;
        mad.lo.u32 %r2, %r4, 4, %r3;
        mad.wide.u32 %rd2, %r4, 4, %rd0;
        setp.lt.u32 %p1, %r0, 16;
        """
            + body);
  }

  private static void run(String body, Checks checks, Divergence divergence) {
    Schedule schedule = Schedule.LATEST.with(divergence);
    Ptx.run(new EmulatedDevice(checks, schedule), kernel(body), 32, new int[32]);
  }

  private static void clean(String body) {
    for (Divergence divergence : Divergence.values()) {
      assertDoesNotThrow(() -> run(body, Checks.ALL, divergence));
    }
  }

  private static String race(String body) {
    String message = "";
    for (Divergence divergence : Divergence.values()) {
      DeviceFault fault =
          assertThrows(DeviceFault.class, () -> run(body, Checks.ALL, divergence), body);
      assertEquals(DeviceFault.Kind.RACE, fault.kind(), fault.getMessage());
      message = String.valueOf(fault.getMessage());
    }
    assertDoesNotThrow(() -> run(body, TOGETHER, Divergence.LOWEST_FIRST));
    return message;
  }

  /** The race is there without the barrier of the warp, and gone with it. */
  private static void needsBarrier(String first, String second) {
    race(first + second);
    clean(first + SYNC + second);
    clean(first + "bar.sync 0;\n" + second);
  }

  @Test
  void aReadOfWhatAnotherLaneWrote() {
    needsBarrier("st.shared.u32 [%r1], %r0;\n", "ld.shared.u32 %r5, [%r2];\n");
  }

  @Test
  void bothLanesAreNamed() {
    String message = race("st.shared.u32 [%r1], %r0;\nld.shared.u32 %r5, [%r3];\n");
    String earlier = "and the write by warp 0, its lane 0, at PTX line " + (Ptx.FIRST_LINE + 6);
    assertTrue(message.contains(earlier), message);
  }

  @Test
  void aWriteOverWhatAnotherLaneRead() {
    needsBarrier(
        "st.shared.u32 [%r1], %r0;\n" + SYNC + "ld.shared.u32 %r5, [%r2];\n",
        "st.shared.u32 [%r1], 7;\n");
  }

  @Test
  void aWriteOverAnotherLanes() {
    needsBarrier("st.shared.u32 [%r1], %r0;\n", "st.shared.u32 [%r2], %r0;\n");
  }

  @Test
  void lanesThatHaveParted() {
    needsBarrier(
        """
        st.shared.u32 [%r1], 0;
        bar.warp.sync -1;
        @!%p1 bra JOIN;
        st.shared.u32 [%r1+64], %r0;
        JOIN:
        """,
        "@!%p1 ld.shared.u32 %r5, [%r1];\n");
  }

  @Test
  void aLanesOwnWordNeedsNoBarrier() {
    clean(
        "st.shared.u32 [%r1], %r0;\nld.shared.u32 %r5, [%r1];\nst.shared.u32 [%r1], %r5;\n"
            + "st.shared.u32 [%r1], 3;\nst.global.u32 [%rd1], %r5;\nld.global.u32 %r5, [%rd1];\n");
  }

  @Test
  void halvesOfAWordAreApart() {
    String own = "mad.lo.u32 %r5, %r0, 2, %r3;\nst.shared.u16 [%r5], %h1;\n";
    String body = "cvt.u16.u32 %h1, %r0;\n" + own + "ld.shared.u16 %h2, [%r5];\n";
    clean(body);
    race(body.replace("h2, [%r5]", "h2, [%r3]"));
  }

  @Test
  void aMatrixIsReadByAllLanes() {
    needsBarrier(
        "mad.lo.u32 %r6, %r0, 16, %r3;\nst.shared.v4.u32 [%r6], {%r0, %r0, %r0, %r0};\n",
        "ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%r4, %r5, %r7, %r8}, [%r6];\n");
  }

  @Test
  void globalMemoryToo() {
    needsBarrier("st.global.u32 [%rd1], %r0;\n", "ld.global.u32 %r5, [%rd2];\n");
    needsBarrier("st.global.u32 [%rd1], %r0;\n", "st.global.u32 [%rd2], %r0;\n");
  }

  @Test
  void strongAccessesMayMeet() {
    clean("st.volatile.shared.u32 [%r1], %r0;\nld.volatile.shared.u32 %r5, [%r2];\n");
    clean("st.shared.u32 [%r1], 0;\n" + SYNC + "atom.shared.add.u32 %r5, [%r3], 1;\n");
  }

  @Test
  void oneInstructionGivesAPlaceTwoValues() {
    String message = race("st.shared.u32 [%r3], %r0;\n");
    assertTrue(message.contains("lanes 0 and "), message);
    assertTrue(message.contains("store different values to byte 0 of shared tile"), message);
    race("st.global.u32 [%rd0], %r0;\n");
    race("mov.u64 %rd3, tile;\ncvta.shared.u64 %rd3, %rd3;\nst.u32 [%rd3], %r0;\n");
    race("st.shared.v2.u32 [%r3], {%r3, %r0};\n");
  }

  @Test
  void theSameValueOfSeveralLanesIsOne() {
    clean("st.shared.u32 [%r3], 7;\nld.shared.u32 %r5, [%r3];\nst.global.u32 [%rd0], %r5;\n");
    clean("st.shared.u8 [%r3], %r3;\nst.volatile.global.u32 [%rd0], %r0;\n");
  }

  @Test
  void localMemoryIsEachLanesOwn() {
    clean(
        """
        .local .align 4 .b8 depot[8];
        mov.u64 %rd3, depot;
        st.local.u32 [%rd3], %r0;
        cvta.local.u64 %rd3, %rd3;
        st.u32 [%rd3+4], %r0;
        """);
  }
}
