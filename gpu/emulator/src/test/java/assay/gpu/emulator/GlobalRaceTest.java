package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceFault;
import assay.gpu.device.Dim3;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.BlockOrder;
import assay.gpu.emulator.machine.Schedule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Accesses to global memory that nothing orders are found, and what PTX orders is let pass. */
final class GlobalRaceTest {

  private static final int WORDS = 256;

  /** In {@code %r1} the block, in {@code %rd2} a word of each thread of the grid. */
  private static PtxSource kernel(String body) {
    return Ptx.kernel(
        """
        mov.u32 %r1, %ctaid.x;
        mov.u32 %r2, %ntid.x;
        mad.lo.u32 %r2, %r1, %r2, %r0;
        mad.wide.u32 %rd2, %r2, 4, %rd0;
        """
            + body);
  }

  private static int[] run(String body, int threads, int blocks) {
    return run(Schedule.LATEST, body, threads, blocks);
  }

  private static int[] run(Schedule schedule, String body, int threads, int blocks) {
    return Ptx.run(
        new EmulatedDevice(Checks.ALL, schedule), kernel(body), threads, blocks, new int[WORDS]);
  }

  private static String race(String body, int threads, int blocks) {
    DeviceFault fault = assertThrows(DeviceFault.class, () -> run(body, threads, blocks));
    assertEquals(DeviceFault.Kind.RACE, fault.kind(), fault.getMessage());
    return String.valueOf(fault.getMessage());
  }

  @Test
  void twoBlocksWriteOneWord() {
    String message = race("st.global.u32 [%rd0+8], %r1;", 1, 2);
    assertTrue(
        message.contains(
            "block (1, 0, 0), thread (0, 0, 0): two accesses that nothing orders: nothing orders"
                + " this write of byte 8 of the 1024-byte allocation #1 and the write by warp 0 of"
                + " block (0, 0, 0) at PTX line "
                + (Ptx.FIRST_LINE + 4)),
        message);
  }

  @Test
  void theSameRaceIsReportedEachTime_thoughBlocksRunInParallel() {
    String body = "st.global.u32 [%rd2], %r1;\nld.global.u32 %r3, [%rd0+400];";
    String first = race(body, 32, 8);
    for (int attempt = 0; attempt < 20; attempt++) {
      assertEquals(first, race(body, 32, 8));
    }
  }

  @Test
  void aBlockReadsWhatAnotherWrites() {
    race("st.global.u32 [%rd2], %r1;\nld.global.u32 %r3, [%rd0];", 32, 2);
    race("ld.global.u32 %r3, [%rd0];\nst.global.u32 [%rd2], %r1;", 32, 2);
  }

  @Test
  void blocksThatKeepToTheirOwnWords_orOnlyRead_areFine() {
    run("st.global.u32 [%rd2], %r1;\nld.global.u32 %r3, [%rd2];", 32, 8);
    run("ld.global.u32 %r3, [%rd0];", 32, 8);
  }

  /** Words of two blocks in one sector raise a suspicion that a closer look does not bear out. */
  @Test
  void neighboursInOneSector_areFine_andTheirValuesStand() {
    int[] counted =
        run(
            "ld.global.u32 %r3, [%rd2];\nadd.u32 %r3, %r3, 1;\n" + "st.global.u32 [%rd2], %r3;",
            1, 60);
    int[] expected = new int[WORDS];
    Arrays.fill(expected, 0, 60, 1);
    assertArrayEquals(expected, counted);
  }

  @Test
  void bytesOfOneWordAreApart() {
    run("cvt.u64.u32 %rd3, %r1;\nadd.s64 %rd3, %rd3, %rd0;\nst.global.u8 [%rd3], %r1;", 1, 8);
  }

  @Test
  void warpsOfABlock_needABarrier() {
    String body =
        """
        st.global.u32 [%%rd2], %%r0;
        %s
        xor.b32 %%r3, %%r0, 32;
        mad.wide.u32 %%rd3, %%r3, 4, %%rd0;
        ld.global.u32 %%r4, [%%rd3];
        """;
    run(body.formatted("bar.sync 0;"), 64, 1);
    race(body.formatted(""), 64, 1);
    race(body.formatted("membar.gl;"), 64, 1);
  }

  @Test
  void atomicOperationsMayMeet() {
    int[] sum = run("red.global.add.u32 [%rd0], 1;\natom.global.add.u32 %r3, [%rd0], 1;", 64, 4);
    assertEquals(2 * 64 * 4, sum[0]);
  }

  @Test
  void anAtomicOperationAndAPlainAccess_mayNot() {
    race("red.global.add.u32 [%rd0], 1;\nld.global.u32 %r3, [%rd0];", 32, 2);
    race("st.global.u32 [%rd0], 1;\nred.global.add.u32 [%rd0], 1;", 1, 2);
    assertTrue(
        race("red.global.add.u32 [%rd0], 1;\nst.global.u32 [%rd0], %r1;", 1, 2)
            .contains("this strong write of byte 0"));
  }

  @Test
  void atomicOperationsOfOneBlockOnly_mayNotMeetAcrossBlocks() {
    run("red.relaxed.cta.global.add.u32 [%rd0], 1;", 64, 1);
    race("red.relaxed.cta.global.add.u32 [%rd0], 1;", 64, 2);
  }

  /** Block 0 writes word 10 and raises a flag; block 1 waits for the flag and reads word 10. */
  private static String handOver(String release, String acquire) {
    return """
    setp.ne.u32 %%p1, %%r1, 0;
    @%%p1 bra CONSUMER;
    st.global.u32 [%%rd0+40], 77;
    %s
    exit;
    CONSUMER:
    %s
    ld.global.u32 %%r4, [%%rd0+40];
    st.global.u32 [%%rd0+80], %%r4;
    """
        .formatted(release, acquire);
  }

  private static String waiting(String load) {
    return "WAIT:\n" + load + "\nsetp.eq.u32 %p2, %r3, 0;\n@%p2 bra WAIT;\n";
  }

  @Test
  void releaseAndAcquire_handOver() {
    String acquire = waiting("ld.acquire.gpu.global.u32 %r3, [%rd0];");
    assertEquals(77, run(handOver("st.release.gpu.global.u32 [%rd0], 1;", acquire), 1, 2)[20]);
    assertEquals(77, run(handOver("red.release.gpu.global.add.u32 [%rd0], 1;", acquire), 1, 2)[20]);
  }

  @Test
  void fencesAroundAFlag_handOver() {
    String release = "membar.gl;\nst.volatile.global.u32 [%rd0], 1;";
    String acquire = waiting("ld.volatile.global.u32 %r3, [%rd0];") + "membar.gl;";
    assertEquals(77, run(handOver(release, acquire), 1, 2)[20]);
    String relaxed = "fence.acq_rel.gpu;\natom.relaxed.gpu.global.exch.b32 %r3, [%rd0], 1;";
    assertEquals(77, run(handOver(relaxed, acquire), 1, 2)[20]);
  }

  @Test
  void aFlagWithoutItsFences_doesNotHandOver() {
    String store = "st.volatile.global.u32 [%rd0], 1;";
    String load = waiting("ld.volatile.global.u32 %r3, [%rd0];");
    race(handOver(store, load), 1, 2);
    race(handOver("membar.gl;\n" + store, load), 1, 2);
    race(handOver(store, load + "membar.gl;"), 1, 2);
    race(handOver(store + "\nmembar.gl;", load + "membar.gl;"), 1, 2);
    race(handOver("st.global.u32 [%rd0], 1;", waiting("ld.global.u32 %r3, [%rd0];")), 1, 2);
  }

  @Test
  void aFenceOfTheBlockAlone_doesNotHandOverToAnother() {
    String store = "membar.cta;\nst.volatile.global.u32 [%rd0], 1;";
    String load = waiting("ld.volatile.global.u32 %r3, [%rd0];");
    race(handOver(store, load + "membar.gl;"), 1, 2);
    race(handOver(store.replace("cta", "gl"), load + "membar.cta;"), 1, 2);
    String narrow = "st.release.cta.global.u32 [%rd0], 1;";
    race(handOver(narrow, waiting("ld.acquire.gpu.global.u32 %r3, [%rd0];")), 1, 2);
  }

  /** The last block to finish adds up what all have written. */
  private static String lastBlock(String before, String after) {
    return """
    st.global.u32 [%%rd2+64], %%r0;
    bar.sync 0;
    setp.ne.u32 %%p1, %%r0, 0;
    @%%p1 exit;
    %s
    atom.global.add.u32 %%r3, [%%rd0], 1;
    setp.ne.u32 %%p2, %%r3, 2;
    @%%p2 exit;
    %s
    ld.global.u32 %%r4, [%%rd0+68];
    ld.global.u32 %%r5, [%%rd0+324];
    ld.global.u32 %%r6, [%%rd0+580];
    """
        .formatted(before, after);
  }

  @Test
  void theLastBlockMayReadAll_ifFencesSaySo() {
    run(lastBlock("fence.acq_rel.gpu;", "fence.acq_rel.gpu;"), 64, 3);
    race(lastBlock("", "fence.acq_rel.gpu;"), 64, 3);
    race(lastBlock("fence.acq_rel.gpu;", ""), 64, 3);
  }

  @Test
  void theNextLaunchComesAfterAllBlocks() {
    try (Device device = new EmulatedDevice(Checks.ALL);
        DeviceBuffer buffer = device.allocate(4L * WORDS)) {
      Kernel kernel = device.load(kernel("st.global.u32 [%rd0], %r1;")).kernel("k");
      KernelArguments arguments = new KernelArguments().buffer(buffer);
      kernel.launch(new LaunchConfig(Dim3.of(1), Dim3.of(1)), arguments);
      kernel.launch(new LaunchConfig(Dim3.of(1), Dim3.of(1)), arguments);
    }
  }

  @Test
  void aRaceIsFoundInEveryOrderOfBlocks() {
    String body = "st.global.u32 [%rd2], %r1;\nld.global.u32 %r3, [%rd0+400];";
    for (BlockOrder order : BlockOrder.values()) {
      Schedule schedule = Schedule.LATEST.with(order);
      assertThrows(DeviceFault.class, () -> run(schedule, body, 32, 8));
    }
  }

  @Test
  void theSearchCanBeSwitchedOff() {
    Checks without = new Checks(true, true, true, false, true, true, 1L << 20);
    Ptx.run(
        new EmulatedDevice(without), kernel("st.global.u32 [%rd0+8], %r1;"), 1, 2, new int[WORDS]);
  }
}
