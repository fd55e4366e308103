package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import assay.gpu.emulator.machine.InstructionClass;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.emulator.machine.Tally;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counters of kernels for which each figure is known. */
final class ProfileTest {

  private static final String SHARED = ".shared .align 16 .b8 s[8192];\n";

  private static Profile profile(String body, int threads) {
    EmulatedDevice device = EmulatedDevice.profiling(Checks.ALL, Schedule.LATEST);
    Ptx.run(device, Ptx.kernel(SHARED, body), threads, new int[1024]);
    return device.profile();
  }

  /** What is asked of global memory: requests, sectors, fewest sectors. */
  private static List<Long> requests(String body) {
    return profile(body, 32).tallies().stream()
        .filter(tally -> tally.requests() > 0)
        .map(tally -> List.of(tally.requests(), tally.sectors(), tally.leastSectors()))
        .findFirst()
        .orElse(List.of());
  }

  /** Turns that 32 threads take to store to shared memory: at least, and really. */
  private static List<Long> turns(String store, int stride) {
    String body = "mov.u32 %r1, s; mad.lo.u32 %r1, %r0, " + stride + ", %r1;\n" + store;
    return profile(body, 32).tallies().stream()
        .filter(tally -> tally.phases() > 0)
        .map(tally -> List.of(tally.phases(), tally.ways()))
        .findFirst()
        .orElse(List.of());
  }

  @Test
  void neighboursShareSectors() {
    assertEquals(List.of(1L, 4L, 4L), requests("ld.global.u32 %r1, [%rd1];"));
  }

  @Test
  void oneWordForAllIsOneSector() {
    assertEquals(List.of(1L, 1L, 1L), requests("ld.global.u32 %r1, [%rd0];"));
  }

  @Test
  void stridesOfASectorTouchEightTimesAsMany() {
    String strided = "mad.wide.u32 %rd2, %r0, 32, %rd0; ld.global.u32 %r1, [%rd2];";
    assertEquals(List.of(1L, 32L, 4L), requests(strided));
    assertEquals(8, profile(strided, 32).sectorExcess());
    assertEquals(32, profile(strided, 32).sectorsPerRequest());
  }

  @Test
  void neighboursOffByAWordTouchOneSectorMore() {
    assertEquals(List.of(1L, 5L, 4L), requests("ld.global.u32 %r1, [%rd1+4];"));
  }

  @Test
  void vectorsAreWholeSectors() {
    String vector =
        "mad.wide.u32 %rd2, %r0, 16, %rd0;\nst.global.v4.u32 [%rd2], {%r0,%r0,%r0,%r0};";
    assertEquals(List.of(1L, 16L, 16L), requests(vector));
  }

  @Test
  void lanesWithoutTheGuardAskForNothing() {
    String few = "setp.lt.u32 %p1, %r0, 8; @%p1 ld.global.u32 %r1, [%rd1];";
    assertEquals(List.of(1L, 1L, 1L), requests(few));
    String none = "setp.lt.u32 %p1, %r0, 0; @%p1 ld.global.u32 %r1, [%rd1];";
    assertEquals(List.of(), requests(none));
  }

  @Test
  void wordsInDifferentBanksAreOneTurn() {
    assertEquals(List.of(1L, 1L), turns("st.shared.u32 [%r1], %r0;", 4));
  }

  @Test
  void strideOfTwoWordsIsTwoTurnsAndOfThirtyTwoThirtyTwo() {
    assertEquals(List.of(1L, 2L), turns("st.shared.u32 [%r1], %r0;", 8));
    assertEquals(List.of(1L, 32L), turns("st.shared.u32 [%r1], %r0;", 128));
    assertEquals(List.of(1L, 1L), turns("st.shared.u32 [%r1], %r0;", 132));
  }

  @Test
  void lanesThatReadTheSameWordShareATurn() {
    String read = "st.shared.u32 [%r1], %r0; bar.sync 0; ld.shared.u32 %r2, [s];";
    assertEquals(
        1, last(profile("mov.u32 %r1, s; mad.lo.u32 %r1, %r0, 4, %r1;\n" + read, 32)).ways());
  }

  private static Tally last(Profile profile) {
    return profile.tallies().stream().filter(tally -> tally.phases() > 0).toList().getLast();
  }

  @Test
  void sixteenBytesGoInFourTurnsOfEightLanes() {
    String vector = "st.shared.v4.u32 [%r1], {%r0,%r0,%r0,%r0};";
    assertEquals(List.of(4L, 4L), turns(vector, 16));
    assertEquals(List.of(4L, 8L), turns(vector, 32));
    assertEquals(List.of(4L, 32L), turns(vector, 128));
  }

  @Test
  void eightBytesGoInTwoTurnsOfSixteenLanes() {
    String vector = "st.shared.v2.u32 [%r1], {%r0,%r0};";
    assertEquals(List.of(2L, 2L), turns(vector, 8));
    assertEquals(List.of(2L, 4L), turns(vector, 16));
  }

  @Test
  void conflictsAreTurnsForEachThatIsNeeded() {
    String body = "mov.u32 %r1, s; mad.lo.u32 %r1, %r0, 16, %r1; st.shared.u32 [%r1], %r0;";
    assertEquals(4, profile(body, 32).bankConflicts());
  }

  @Test
  void copiesAskGlobalAndSharedMemory() {
    String copy =
        """
        mov.u32 %r1, s; mad.lo.u32 %r1, %r0, 16, %r1; mad.wide.u32 %rd2, %r0, 16, %rd0;
        cp.async.cg.shared.global [%r1], [%rd2], 16; cp.async.wait_all;
        """;
    Tally tally = last(profile(copy, 32));
    assertEquals(
        List.of(1L, 16L, 4L, 4L),
        List.of(tally.requests(), tally.sectors(), tally.phases(), tally.ways()));
  }

  @Test
  void rowsOfMatricesAreTurnsOfEightLanes() {
    String rows = "mov.u32 %r1, s; mad.lo.u32 %r1, %r0, %d, %r1;\n";
    String fill =
        "mov.u32 %r2, s; mad.lo.u32 %r2, %r0, 128, %r2;\n"
            + "st.shared.v4.u32 [%r2], {%r0,%r0,%r0,%r0};\n"
            + "st.shared.v4.u32 [%r2+16], {%r0,%r0,%r0,%r0}; bar.sync 0;\n";
    String load = "ldmatrix.sync.aligned.m8n8.x2.shared.b16 {%r3, %r4}, [%r1];";
    Tally tally = last(profile(fill + rows.replace("%d", "128") + load, 32));
    assertEquals(List.of(2L, 16L), List.of(tally.phases(), tally.ways()));
  }

  @Test
  void divergentBranchesHaveFewerActiveLanes() {
    String body =
        """
        setp.lt.u32 %p1, %r0, 8;
        @!%p1 bra L;
        mov.u32 %r1, 1;
        L:
        """;
    Tally inside =
        profile(body, 32).tallies().stream()
            .filter(tally -> tally.text().startsWith("mov.u32 %r1"))
            .findFirst()
            .orElseThrow();
    assertEquals(List.of(1L, 8L), List.of(inside.executed(), inside.lanes()));
  }

  @Test
  void lanesPerInstructionAreThirtyTwoWithoutBranches() {
    assertEquals(32, profile("", 64).activeLanes());
    assertEquals(20, profile("", 20).activeLanes());
  }

  @Test
  void allWarpsButTheLastWaitAtABarrier() {
    assertEquals(0, profile("bar.sync 0;", 32).waits());
    assertEquals(3, profile("bar.sync 0;", 128).waits());
  }

  @Test
  void instructionsAreCountedByWhatTheyAre() {
    String body =
        """
        add.u32 %r1, %r0, 1; add.f32 %f1, 0f3F800000, 0f3F800000; cvt.rn.f32.u32 %f2, %r0;
        st.shared.u32 [s], 1; ld.shared.u32 %r2, [s]; st.global.u32 [%rd0], 1; bar.sync 0;
        """;
    assertEquals(
        Map.of(
            InstructionClass.INTEGER, 2L,
            InstructionClass.FLOAT, 1L,
            InstructionClass.CONVERT, 1L,
            InstructionClass.MOVE, 1L,
            InstructionClass.LOAD_STORE_OTHER, 1L,
            InstructionClass.STORE_SHARED, 1L,
            InstructionClass.LOAD_SHARED, 1L,
            InstructionClass.STORE_GLOBAL, 1L,
            InstructionClass.BARRIER, 1L,
            InstructionClass.CONTROL, 1L),
        profile(body, 1).executed());
  }

  @Test
  void bytesThatAreReadTwiceAreMovedTwice() {
    Profile profile = profile("ld.global.u32 %r1, [%rd1];\nld.global.u32 %r2, [%rd1];", 32);
    assertEquals(List.of(256L, 128L), List.of(profile.bytesMoved(), profile.bytesFloor()));
  }

  @Test
  void whatIsNeverExecutedIsListed() {
    String body = "setp.lt.u32 %p1, %r0, 99; @%p1 bra L;\nmov.u32 %r1, 1;\nL:\n";
    List<Tally> never = profile(body, 32).neverExecuted();
    assertEquals(List.of("mov.u32 %r1, 1;"), never.stream().map(Tally::text).toList());
    assertEquals(Ptx.FIRST_LINE + 2, never.getFirst().place().line());
  }

  @Test
  void aDeviceThatDoesNotCountSaysSo() {
    EmulatedDevice device = new EmulatedDevice(Checks.ALL);
    assertThrows(IllegalStateException.class, device::profile);
  }
}
