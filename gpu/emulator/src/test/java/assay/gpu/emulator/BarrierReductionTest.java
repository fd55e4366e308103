package assay.gpu.emulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.DeviceFault.Kind;
import assay.gpu.emulator.machine.Schedule;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Barriers that combine a predicate of all their threads. */
final class BarrierReductionTest {

  private static int[] run(String body, int threads, String schedule) {
    EmulatedDevice device = new EmulatedDevice(Checks.ALL, Schedule.named(schedule));
    return Ptx.run(device, Ptx.kernel(body), threads, new int[threads]);
  }

  private static int[] all(int threads, int value) {
    int[] words = new int[threads];
    Arrays.fill(words, value);
    return words;
  }

  private static void caught(String detail, int threads, String body) {
    DeviceFault fault = assertThrows(DeviceFault.class, () -> run(body, threads, "latest"));
    assertEquals(Kind.BARRIER, fault.kind(), fault.getMessage());
    assertTrue(String.valueOf(fault.getMessage()).contains(detail), fault.getMessage());
  }

  /** One round after the other at one barrier, each with another question. */
  @ParameterizedTest
  @ValueSource(strings = {"latest", "1", "2", "3", "4", "5"})
  void answersAreThoseOfTheirOwnRound(String schedule) {
    String body =
        """
        mov.u32 %r3, 0;
        mov.u32 %r4, 0;
        LOOP:
        setp.lt.u32 %p1, %r0, %r4;
        bar.red.popc.u32 %r5, 1, %p1;
        add.u32 %r3, %r3, %r5;
        bar.sync 1;
        setp.ne.u32 %p1, %r0, %r4;
        bar.red.and.pred %p2, 1, %p1;
        @%p2 add.u32 %r3, %r3, 1000;
        bar.red.or.pred %p2, 1, !%p1;
        @%p2 add.u32 %r3, %r3, 10000;
        add.u32 %r4, %r4, 40;
        setp.le.u32 %p1, %r4, 120;
        @%p1 bra LOOP;
        st.global.u32 [%rd1], %r3;
        """;
    int counted = 0 + 40 + 80 + 90;
    int allDiffer = 1000;
    int oneIsEqual = 3 * 10000;
    assertArrayEquals(all(90, counted + allDiffer + oneIsEqual), run(body, 90, schedule));
  }

  /** The lanes of a warp come from two places, and take the answer where they are. */
  @ParameterizedTest
  @ValueSource(strings = {"latest", "1", "2", "3", "4", "5"})
  void lanesThatHavePartedMeetWhereTheyAre(String schedule) {
    String body =
        """
        mov.u32 %r3, 7;
        and.b32 %r4, %r0, 1;
        setp.eq.u32 %p1, %r4, 0;
        setp.lt.u32 %p2, %r0, 48;
        @%p1 bra EVEN;
        barrier.cta.red.popc.u32 %r3, 2, %p2;
        bra DONE;
        EVEN:
        barrier.cta.red.popc.u32 %r5, 2, 64, %p2;
        add.u32 %r3, %r3, %r5;
        DONE:
        st.global.u32 [%rd1], %r3;
        """;
    int[] expected = new int[64];
    Arrays.setAll(expected, i -> i % 2 == 0 ? 55 : 48);
    assertArrayEquals(expected, run(body, 64, schedule));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bar.sync 0; | bar.sync or bar.arrive",
        "bar.arrive 0, 64; | bar.sync or bar.arrive",
        "bar.red.popc.u32 %r3, 0, %p1; | bar.red.popc",
        "bar.red.or.pred %p2, 0, %p1; | bar.red.or",
      })
  void aBarrierMetInTwoWays_isAFault(String other, String name) {
    caught(
        "barrier 0 is met by %s here, but by bar.red.and at the threads that came before"
            .formatted(name),
        64,
        """
        setp.ge.u32 %%p1, %%r0, 32;
        @%%p1 bra OTHER;
        bar.red.and.pred %%p3, 0, %%p1;
        bra DONE;
        OTHER:
        %s
        DONE:
        """
            .formatted(other));
  }

  @Test
  void countsThatDiffer_areAFault() {
    caught(
        "barrier 1 expects 32 threads here, but 64",
        64,
        """
        setp.ge.u32 %p1, %r0, 32;
        mov.u32 %r1, 64;
        @%p1 mov.u32 %r1, 32;
        bar.red.popc.u32 %r3, 1, %r1, %p1;
        """);
  }

  @Test
  void aPartOfAWarp_isAFault() {
    caught(
        "reach the barrier without lanes 0xffff0000",
        32,
        """
        setp.lt.u32 %p1, %r0, 16;
        @%p1 bar.red.popc.u32 %r3, 0, %p1;
        """);
  }

  @Test
  void whoNeverComes_isNamed() {
    caught(
        "32 of 64 threads arrived at barrier 0, 32 have exited",
        64,
        """
        setp.ge.u32 %p1, %r0, 32;
        @%p1 exit;
        bar.red.popc.u32 %r3, 0, %p1;
        """);
  }

  @Test
  void aPredicateThatNobodySet_isUninitialised() {
    String body = "bar.red.and.pred %p2, 0, %p1;";
    DeviceFault fault = assertThrows(DeviceFault.class, () -> run(body, 32, "latest"));
    assertEquals(Kind.UNINITIALISED, fault.kind(), fault.getMessage());
  }
}
