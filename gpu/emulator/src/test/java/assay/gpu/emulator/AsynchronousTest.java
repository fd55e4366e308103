package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.InvalidModule;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.Completion;
import assay.gpu.emulator.machine.Schedule;
import org.junit.jupiter.api.Test;

/** Asynchronous copies may complete at any time before the wait for them, and both ends show. */
final class AsynchronousTest {

  private static final String SHARED = ".shared .align 16 .b8 tile[1024];";

  /** Copies words 0 to 31 of the buffer in two groups of the same place, one word a lane. */
  private static PtxSource twoGroups(String wait) {
    return Ptx.kernel(
        SHARED,
        """
        mov.u32 %%r1, tile;
        mad.lo.u32 %%r1, %%r0, 4, %%r1;
        cp.async.ca.shared.global [%%r1], [%%rd1], 4;
        cp.async.commit_group;
        cp.async.ca.shared.global [%%r1+128], [%%rd1+128], 4;
        cp.async.commit_group;
        %s
        ld.shared.u32 %%r2, [%%r1];
        st.global.u32 [%%rd1+256], %%r2;
        """
            .formatted(wait));
  }

  private static int[] words() {
    int[] words = new int[96];
    for (int i = 0; i < 64; i++) {
      words[i] = 1000 + i;
    }
    return words;
  }

  private static int[] run(PtxSource source, Completion completion) {
    return Ptx.run(
        new EmulatedDevice(Checks.ALL, Schedule.LATEST.with(completion)), source, 32, words());
  }

  @Test
  void waitingForAllButTheNewestGroup_isEnoughForTheFirst() {
    for (Completion completion : Completion.values()) {
      int[] words = run(twoGroups("cp.async.wait_group 1;"), completion);
      assertEquals(1000, words[64]);
      assertEquals(1031, words[95]);
    }
  }

  @Test
  void aWaitTooWeak_isSeenWhereCopiesAreLate() {
    PtxSource weak = twoGroups("cp.async.wait_group 2;");
    DeviceFault fault = assertThrows(DeviceFault.class, () -> run(weak, Completion.LATEST));
    assertEquals(DeviceFault.Kind.UNINITIALISED, fault.kind(), fault.getMessage());
    Checks unordered = new Checks(true, true, false, 1L << 20);
    assertEquals(
        1000, Ptx.run(new EmulatedDevice(unordered, Schedule.EARLIEST), weak, 32, words())[64]);
  }

  @Test
  void aCopyReadsItsSourceWhenItCompletes() {
    PtxSource source =
        Ptx.kernel(
            SHARED,
            """
            mov.u32 %r1, tile;
            mad.lo.u32 %r1, %r0, 4, %r1;
            cp.async.ca.shared.global [%r1], [%rd1], 4;
            st.global.u32 [%rd1], %r0;
            cp.async.wait_all;
            ld.shared.u32 %r2, [%r1];
            st.global.u32 [%rd1+256], %r2;
            """);
    Checks unordered = new Checks(true, true, true, false, true, true, 1L << 20);
    assertEquals(
        1005, Ptx.run(new EmulatedDevice(unordered, Schedule.EARLIEST), source, 32, words())[69]);
    assertEquals(
        5, Ptx.run(new EmulatedDevice(unordered, Schedule.LATEST), source, 32, words())[69]);
    assertThrows(DeviceFault.class, () -> run(source, Completion.LATEST));
  }

  @Test
  void anIgnoredSourceIsNotRead_andItsBytesAreZero() {
    PtxSource source =
        Ptx.kernel(
            SHARED,
            """
            mov.u32 %r1, tile;
            mad.lo.u32 %r1, %r0, 4, %r1;
            setp.lt.u32 %p1, %r0, 8;
            mov.u64 %rd2, 0;
            selp.b64 %rd2, %rd2, %rd1, %p1;
            cp.async.ca.shared.global [%r1], [%rd2], 4, %p1;
            cp.async.wait_all;
            ld.shared.u32 %r2, [%r1];
            st.global.u32 [%rd1+256], %r2;
            """);
    int[] words = run(source, Completion.LATEST);
    assertArrayEquals(new int[] {0, 1008}, new int[] {words[64 + 7], words[64 + 8]});
  }

  @Test
  void aMisalignedOrStrayCopyIsAFault() {
    String body =
        "mov.u32 %%r1, tile;%ncp.async.cg.shared.global [%%r1], [%%rd0+%d], 16;".formatted(8);
    DeviceFault fault =
        assertThrows(DeviceFault.class, () -> Ptx.run(Ptx.kernel(SHARED, body), 1, new int[64]));
    assertEquals(DeviceFault.Kind.MISALIGNED, fault.kind());
    String far = body.replace("+8", "+256");
    fault = assertThrows(DeviceFault.class, () -> Ptx.run(Ptx.kernel(SHARED, far), 1, new int[64]));
    assertEquals(DeviceFault.Kind.OUT_OF_BOUNDS, fault.kind());
  }

  @Test
  void sizesThatPtxDoesNotHaveAreRefused() {
    PtxSource source =
        Ptx.kernel(SHARED, "mov.u32 %r1, tile;\ncp.async.cg.shared.global [%r1], [%rd0], 8;");
    InvalidModule refused = assertThrows(InvalidModule.class, () -> Ptx.run(source, 1, 1));
    assertTrue(String.valueOf(refused.getMessage()).contains("copies 8 bytes; allowed are [16]"));
  }
}
