package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.BlockOrder;
import assay.gpu.emulator.machine.Divergence;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.emulator.machine.WarpOrder;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A schedule decides every order, repeats from its seed, and shows what depends on it. */
final class ScheduleTest {

  private static final Checks NO_RACES = new Checks(true, true, false, 1L << 22);

  private static Stream<Schedule> many() {
    Stream<Schedule> pure =
        Stream.of(
            Schedule.LATEST,
            Schedule.EARLIEST,
            Schedule.LATEST.with(Divergence.HIGHEST_FIRST),
            Schedule.LATEST.with(WarpOrder.ONE_LAST),
            Schedule.LATEST.with(WarpOrder.ONE_FIRST),
            Schedule.LATEST.with(BlockOrder.DESCENDING));
    return Stream.concat(pure, LongStream.range(0, 40).mapToObj(Schedule::seeded));
  }

  private static int[] run(
      Schedule schedule, PtxSource source, int threads, int blocks, int words) {
    return Ptx.run(new EmulatedDevice(NO_RACES, schedule), source, threads, blocks, new int[words]);
  }

  /** Each warp, and each block, notes when it came. */
  private static final PtxSource ARRIVALS =
      Ptx.kernel(
          """
          mov.u32 %r2, %ctaid.x;
          mad.lo.u32 %r2, %r2, 128, %r0;
          shr.u32 %r2, %r2, 5;
          mad.wide.u32 %rd2, %r2, 4, %rd0;
          and.b32 %r3, %r0, 31;
          setp.ne.u32 %p1, %r3, 0;
          @%p1 exit;
          atom.global.add.u32 %r4, [%rd0], 1;
          st.global.u32 [%rd2+4], %r4;
          """);

  @Test
  void aSeedRepeatsItsOrder_andOthersDiffer() {
    Set<String> orders =
        LongStream.range(0, 40)
            .mapToObj(seed -> {
              int[] first = run(Schedule.seeded(seed), ARRIVALS, 128, 4, 20);
              assertArrayEquals(first, run(Schedule.seeded(seed), ARRIVALS, 128, 4, 20));
              return Arrays.toString(first);
            })
            .collect(Collectors.toSet());
    assertTrue(orders.size() > 20, orders::toString);
  }

  @Test
  void blocksRunInEveryOrder_eachOnce() {
    for (BlockOrder order : BlockOrder.values()) {
      for (long blocks : new long[] {1, 2, 3, 12, 64, 97}) {
        int[] turns = new int[(int) blocks];
        int[] ran =
            run(
                new Schedule(
                    17,
                    Schedule.LATEST.completion(),
                    WarpOrder.ASCENDING,
                    order,
                    Divergence.LOWEST_FIRST),
                Ptx.kernel(
                    """
                    mov.u32 %r2, %ctaid.x;
                    mad.wide.u32 %rd2, %r2, 4, %rd0;
                    red.global.add.u32 [%rd2], 1;
                    """),
                1,
                (int) blocks,
                (int) blocks);
        Arrays.fill(turns, 1);
        assertArrayEquals(turns, ran, order + " of " + blocks);
      }
    }
  }

  /** Sums of the lanes by halves, each half stored and read by the other. */
  private static PtxSource reduction(String between) {
    StringBuilder body = new StringBuilder("mov.u32 %r2, tile;\nmad.lo.u32 %r2, %r0, 4, %r2;\n");
    body.append("st.shared.u32 [%r2], %r0;\n").append(between);
    for (int half = 16; half > 0; half /= 2) {
      body.append(
          """
          setp.ge.u32 %%p1, %%r0, %1$d;
          @%%p1 bra PAST%1$d;
          ld.shared.u32 %%r3, [%%r2];
          ld.shared.u32 %%r4, [%%r2+%2$d];
          add.u32 %%r3, %%r3, %%r4;
          st.shared.u32 [%%r2], %%r3;
          PAST%1$d:
          %3$s
          """
              .formatted(half, 4 * half, between));
    }
    body.append("ld.shared.u32 %r3, [tile];\nst.global.u32 [%rd1], %r3;");
    return Ptx.kernel(".shared .align 16 .b8 tile[128];", body.toString());
  }

  private static int[] sums() {
    int[] sums = new int[32];
    Arrays.fill(sums, 31 * 32 / 2);
    return sums;
  }

  @Test
  void implicitWarpSynchrony_passesInLockstep_andFailsWithoutIt() {
    PtxSource implicit = reduction("");
    assertArrayEquals(sums(), run(Schedule.LATEST, implicit, 32, 1, 32));
    Schedule behind = Schedule.LATEST.with(Divergence.HIGHEST_FIRST);
    assertTrue(!Arrays.equals(sums(), run(behind, implicit, 32, 1, 32)));
  }

  @Test
  void explicitWarpSynchrony_passesUnderEverySchedule() {
    PtxSource explicit = reduction("bar.warp.sync -1;\n");
    many()
        .forEach(schedule ->
            assertArrayEquals(sums(), run(schedule, explicit, 32, 1, 32), schedule::toString));
  }

  @Test
  void barriersGatherLanesThatParted() {
    PtxSource source =
        Ptx.kernel(
            ".shared .align 16 .b8 tile[256];",
            """
            mov.u32 %r2, tile;
            mad.lo.u32 %r2, %r0, 4, %r2;
            and.b32 %r3, %r0, 1;
            setp.eq.u32 %p1, %r3, 0;
            @%p1 bra EVEN;
            JOIN:
            st.shared.u32 [%r2], %r0;
            bar.sync 0;
            xor.b32 %r4, %r0, 63;
            mov.u32 %r5, tile;
            mad.lo.u32 %r5, %r4, 4, %r5;
            ld.shared.u32 %r6, [%r5];
            st.global.u32 [%rd1], %r6;
            exit;
            EVEN:
            add.u32 %r3, %r3, 1;
            bra JOIN;
            """);
    int[] mirrored = new int[64];
    Arrays.setAll(mirrored, i -> 63 - i);
    many()
        .forEach(schedule ->
            assertArrayEquals(mirrored, run(schedule, source, 64, 1, 64), schedule::toString));
  }

  @Test
  void warpsThatSpin_giveWay() {
    PtxSource source =
        Ptx.kernel(
            ".shared .align 4 .u32 flag;",
            """
            setp.ne.u32 %p1, %r0, 0;
            @%p1 bra START;
            st.shared.u32 [flag], 0;
            START:
            bar.sync 0;
            setp.ge.u32 %p1, %r0, 96;
            @%p1 bra LAST;
            SPIN:
            ld.volatile.shared.u32 %r2, [flag];
            setp.eq.u32 %p2, %r2, 0;
            @%p2 bra SPIN;
            bra DONE;
            LAST:
            mov.u32 %r2, 7;
            st.volatile.shared.u32 [flag], %r2;
            DONE:
            st.global.u32 [%rd1], %r2;
            """);
    int[] sevens = new int[128];
    Arrays.fill(sevens, 7);
    many()
        .forEach(schedule ->
            assertArrayEquals(sevens, run(schedule, source, 128, 1, 128), schedule::toString));
  }

  @Test
  void lanesThatSpin_giveWayToTheRestOfTheirWarp() {
    PtxSource source =
        Ptx.kernel(
            ".shared .align 4 .u32 flag;",
            """
            mov.u32 %r2, 0;
            st.shared.u32 [flag], %r2;
            bar.warp.sync -1;
            setp.eq.u32 %p1, %r0, 5;
            @%p1 bra RELEASE;
            SPIN:
            ld.volatile.shared.u32 %r2, [flag];
            setp.eq.u32 %p2, %r2, 0;
            @%p2 bra SPIN;
            bra DONE;
            RELEASE:
            mov.u32 %r2, 7;
            st.volatile.shared.u32 [flag], %r2;
            DONE:
            st.global.u32 [%rd1], %r2;
            """);
    int[] sevens = new int[32];
    Arrays.fill(sevens, 7);
    many()
        .forEach(schedule ->
            assertArrayEquals(sevens, run(schedule, source, 32, 1, 32), schedule::toString));
  }

  /** The first words of shared memory that nobody wrote, as two blocks find them. */
  @Test
  void sharedMemoryDiffersFromBlockToBlock_whereNobodyWroteIt() {
    PtxSource source =
        Ptx.kernel(
            ".shared .align 4 .u32 stale;",
            """
            ld.shared.u32 %r2, [stale];
            mov.u32 %r3, %ctaid.x;
            mad.wide.u32 %rd2, %r3, 4, %rd0;
            st.global.u32 [%rd2], %r2;
            """);
    int[] found = Ptx.run(new EmulatedDevice(Checks.FEWEST), source, 1, 2, new int[2]);
    assertTrue(found[0] != found[1], () -> Arrays.toString(found));
  }

  @Test
  void aNameIsLatestEarliestOrASeed() {
    assertEquals(Schedule.seeded(7), Schedule.named("7"));
    assertEquals(Schedule.EARLIEST, Schedule.named("earliest"));
    assertEquals(
        "schedule is 'late'; allowed are latest, earliest, random and a whole number, a seed",
        assertThrows(IllegalArgumentException.class, () -> Schedule.named("late")).getMessage());
  }

  @Test
  void aDivergedBarrierIsAFaultUnderEverySchedule() {
    PtxSource source = Ptx.kernel("setp.ge.u32 %p1, %r0, 16;\n@%p1 bra OVER;\nbar.sync 0;\nOVER:");
    many()
        .forEach(schedule -> {
          DeviceFault fault =
              assertThrows(
                  DeviceFault.class, () -> run(schedule, source, 32, 1, 1), schedule::toString);
          assertEquals(DeviceFault.Kind.BARRIER, fault.kind(), schedule::toString);
        });
  }
}
