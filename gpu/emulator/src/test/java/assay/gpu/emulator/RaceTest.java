package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.Completion;
import assay.gpu.emulator.machine.Schedule;
import org.junit.jupiter.api.Test;

/** Accesses to shared memory that nothing orders are found, whichever order they run in. */
final class RaceTest {

  private static final int THREADS = 96;

  /** Each thread works on word {@code %r1} of its own and on {@code %r2}, of the warp before. */
  private static PtxSource kernel(String body) {
    return Ptx.kernel(
        ".shared .align 16 .b8 tile[2048];",
        """
        mov.u32 %r3, tile;
        mad.lo.u32 %r1, %r0, 4, %r3;
        add.u32 %r4, %r0, 64;
        rem.u32 %r4, %r4, 96;
        mad.lo.u32 %r2, %r4, 4, %r3;
        """
            + body);
  }

  private static void clean(String body) {
    for (Completion completion : Completion.values()) {
      assertDoesNotThrow(() -> run(kernel(body), completion));
    }
  }

  private static void run(PtxSource source, Completion completion) {
    Ptx.run(
        new EmulatedDevice(Checks.ALL, Schedule.LATEST.with(completion)),
        source,
        THREADS,
        new int[THREADS]);
  }

  private static String race(String body) {
    String message = "";
    for (Completion completion : Completion.values()) {
      DeviceFault fault =
          assertThrows(DeviceFault.class, () -> run(kernel(body), completion), body);
      assertEquals(DeviceFault.Kind.RACE, fault.kind(), fault.getMessage());
      message = String.valueOf(fault.getMessage());
    }
    return message;
  }

  @Test
  void writesThatABarrierSeparatesFromReads() {
    clean("st.shared.u32 [%r1], %r0;\nbar.sync 0;\nld.shared.u32 %r5, [%r2];");
  }

  @Test
  void aBarrierThatCombinesAPredicate_ordersLikeAnyOther() {
    String body =
        """
        st.shared.u32 [%r1], %r0;
        setp.lt.u32 %p1, %r0, 5;
        bar.sync 0;
        ld.shared.u32 %r5, [%r2];
        bar.red.popc.u32 %r6, 0, %p1;
        st.shared.u32 [%r1], %r5;
        """;
    clean(body);
    race(body.replace("bar.red.popc.u32 %r6, 0, %p1;\n", "vote.sync.any.pred %p1, %p1, -1;\n"));
  }

  @Test
  void aWriteAfterReads_withoutABarrier() {
    String body =
        "st.shared.u32 [%r1], %r0;\nbar.sync 0;\nld.shared.u32 %r5, [%r2];\n"
            + "st.shared.u32 [%r1], %r5;";
    race(body);
    clean(body.replace("%r5, [%r2];\n", "%r5, [%r2];\nbar.sync 0;\n"));
  }

  @Test
  void aReadAfterAWrite_names_bothPlaces() {
    PtxSource source =
        kernel(
            """
            st.shared.u32 [%r1], %r0;
            setp.ge.u32 %p1, %r0, 32;
            @%p1 ld.shared.u32 %r5, [%r3];
            """);
    DeviceFault fault = assertThrows(DeviceFault.class, () -> run(source, Completion.LATEST));
    assertTrue(
        String.valueOf(fault.getMessage())
            .contains(
                "nothing orders this read of byte 0 of shared tile and the write by warp 0 at PTX line "
                    + (Ptx.FIRST_LINE + 5)),
        fault.getMessage());
  }

  @Test
  void twoWritesOfOneWord() {
    race("st.shared.u32 [%r3], %r0;");
  }

  @Test
  void readersNeedNoOrder() {
    clean("st.shared.u32 [%r1], %r0;\nbar.sync 0;\nld.shared.u32 %r5, [%r3];");
  }

  @Test
  void bytesOfOneWordAreApart() {
    clean(
        """
        shr.u32 %r6, %r0, 5;
        add.u32 %r5, %r6, %r3;
        st.shared.u8 [%r5], %r6;
        """);
  }

  @Test
  void aBarrierOfOtherWarps_doesNotOrderThese() {
    String body =
        """
        st.shared.u32 [%r1], %r0;
        setp.ge.u32 %p1, %r0, 64;
        @%p1 bra THIRD;
        bar.sync 1, 64;
        bra.uni JOIN;
        THIRD:
        bar.sync 2, 32;
        JOIN:
        ld.shared.u32 %r5, [%r2];
        """;
    race(body);
    clean(
        body.replace("bar.sync 1, 64;", "bar.sync 1, 96;")
            .replace("bar.sync 2, 32;", "bar.sync 1, 96;"));
  }

  @Test
  void arrivingIsEnoughForWhoeverWaits() {
    String body =
        """
        setp.ge.u32 %p1, %r0, 64;
        @%p1 bra CONSUMER;
        st.shared.u32 [%r1], %r0;
        bar.arrive 1, 96;
        bra.uni DONE;
        CONSUMER:
        bar.sync 1, 96;
        ld.shared.u32 %r5, [%r1+-128];
        DONE:
        """;
    clean(body);
    race(
        body.replace("bar.sync 1, 96;\nld", "ld")
            .replace("[%r1+-128];\n", "[%r1+-128];\nbar.sync 1, 96;\n"));
  }

  @Test
  void atomicOperationsOrderWhatTheyMeetAt() {
    clean("st.shared.u32 [%r1], 0;\nbar.sync 0;\natom.shared.add.u32 %r5, [%r3], 1;");
  }

  @Test
  void aCopyThatNobodyWaitsFor() {
    String body =
        """
        cp.async.ca.shared.global [%r1], [%rd1], 4;
        cp.async.commit_group;
        cp.async.wait_group 0;
        bar.sync 0;
        ld.shared.u32 %r5, [%r2];
        """;
    clean(body);
    String message = race(body.replace("cp.async.wait_group 0;\n", "st.shared.u32 [%r1], 0;\n"));
    assertTrue(message.contains("the asynchronous copy by warp"), message);
  }

  @Test
  void aWaitTooWeak_whicheverWayItsCopiesComplete() {
    String body =
        """
        st.shared.u32 [%r1], 0;
        bar.sync 0;
        cp.async.ca.shared.global [%r1], [%rd1], 4;
        cp.async.commit_group;
        cp.async.wait_group 0;
        bar.sync 0;
        ld.shared.u32 %r5, [%r2];
        """;
    clean(body);
    race(body.replace("wait_group 0", "wait_group 1"));
  }

  @Test
  void twoCopiesIntoOnePlace_withoutAWaitBetweenThem() {
    String copy = "cp.async.ca.shared.global [%r1], [%rd1], 4;\n";
    String commit = "cp.async.commit_group;\n";
    String wait = "cp.async.wait_group 0;\n";
    clean(copy + commit + wait + copy + commit + wait);
    String message = race(copy + copy + commit + wait);
    assertTrue(
        message.contains("asynchronous copy of byte 0 of shared tile and the asyn"), message);
    race(copy + commit + copy + commit + wait);
    race(copy + commit + "cp.async.wait_group 1;\n" + copy + commit + wait);
  }

  @Test
  void oneCopyOfSeveralLanesIntoOnePlace() {
    race("cp.async.ca.shared.global [%r3], [%rd1], 4;\ncp.async.wait_all;\n");
  }

  @Test
  void aCopyOverWhatItsOwnWarpWrites_beforeTheWait() {
    String body =
        """
        cp.async.ca.shared.global [%r1], [%rd1], 4;
        cp.async.wait_all;
        st.shared.u32 [%r1], 5;
        """;
    clean(body);
    race(body.replace("cp.async.wait_all;\n", "") + "cp.async.wait_all;\n");
    clean("st.shared.u32 [%r1], 5;\n" + body);
  }

  @Test
  void aWaitIsForTheLanesThatMakeIt() {
    String body =
        """
        and.b32 %r5, %r0, 31;
        xor.b32 %r6, %r0, 1;
        mad.lo.u32 %r6, %r6, 4, %r3;
        setp.lt.u32 %p1, %r5, 16;
        st.shared.u32 [%r1], 0;
        bar.warp.sync -1;
        cp.async.ca.shared.global [%r1], [%rd1], 4;
        cp.async.commit_group;
        cp.async.wait_group 0;
        bar.warp.sync -1;
        ld.shared.u32 %r7, [%r6];
        """;
    clean(body);
    race(body.replace("bar.warp.sync -1;\nld", "ld"));
    race(body.replace("cp.async.wait_group", "@%p1 cp.async.wait_group"));
  }

  @Test
  void aCopyIntoWhatOthersStillRead() {
    String body =
        """
        st.shared.u32 [%r1], 0;
        bar.sync 0;
        ld.shared.u32 %r5, [%r2];
        bar.sync 0;
        cp.async.ca.shared.global [%r1], [%rd1], 4;
        cp.async.wait_all;
        """;
    clean(body);
    race(body.replace("[%r2];\nbar.sync 0;\n", "[%r2];\n"));
  }
}
