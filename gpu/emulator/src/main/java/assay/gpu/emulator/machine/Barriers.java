package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The sixteen barriers of a block. PTX ISA 9.7.13.1. */
public final class Barriers {

  /** How many barriers a block has. */
  public static final int COUNT = 16;

  private final Block block;
  private final int[] arrived = new int[COUNT];
  private final int[] expected = new int[COUNT];

  /** What the warps that have arrived know of each other's accesses; null where nobody asks. */
  private final @Nullable Known[] known = new Known[COUNT];

  private final long[] waiting = new long[COUNT];
  private final Poll[] polls = new Poll[COUNT];

  Barriers(Block block) {
    this.block = block;
    Arrays.setAll(polls, number -> new Poll());
  }

  void clear() {
    Arrays.fill(arrived, 0);
    Arrays.fill(known, null);
    Arrays.fill(waiting, 0);
  }

  /**
   * The lanes of {@code mask} arrive.
   *
   * @param threads how many are expected, a multiple of 32; 0 for the whole block
   * @param waits false for {@code bar.arrive}
   */
  public void arrive(Warp warp, int mask, int barrier, int threads, boolean waits) {
    meet(warp, mask, barrier, threads, Question.NONE);
    pass(warp, mask, barrier, waits);
  }

  /**
   * The lanes of {@code mask} arrive, and wait for what all threads together say.
   *
   * @param threads as for {@link #arrive}
   * @param agreeing the lanes whose predicate is true
   * @param answer takes the number of threads, or 0 or 1, before the lanes go on
   */
  public void ask(
      Warp warp,
      int mask,
      int barrier,
      int threads,
      Question question,
      int agreeing,
      IntConsumer answer) {
    meet(warp, mask, barrier, threads, question);
    polls[barrier].add(mask, agreeing, answer);
    pass(warp, mask, barrier, true);
  }

  /** Those who meet at a barrier must expect as many as the others, and ask the same. */
  private void meet(Warp warp, int mask, int barrier, int threads, Question question) {
    int lane = Integer.numberOfTrailingZeros(mask);
    check(lane, barrier, threads);
    int wanted = threads == 0 ? block.warps.length * Warp.LANES : threads;
    if (arrived[barrier] == 0) {
      polls[barrier].open(question);
    } else if (expected[barrier] != wanted) {
      throw new Fault(
          DeviceFault.Kind.BARRIER,
          lane,
          "barrier %d expects %d threads here, but %d at the threads that wait already"
              .formatted(barrier, wanted, expected[barrier]));
    }
    polls[barrier].requireSame(question, lane, barrier);
    expected[barrier] = wanted;
    arrived[barrier] += mask == warp.lanes() ? Warp.LANES : Integer.bitCount(mask);
  }

  private void pass(Warp warp, int mask, int barrier, boolean waits) {
    passOn(warp, barrier);
    if (waits) {
      waiting[barrier] |= 1L << warp.number;
      warp.flow().block(mask, barrier);
    }
    if (arrived[barrier] >= expected[barrier]) {
      complete(barrier);
    }
  }

  private static void check(int lane, int barrier, int threads) {
    if (barrier < 0 || barrier >= COUNT) {
      throw new Fault(
          DeviceFault.Kind.BARRIER, lane, "barrier %d; there are 0 to 15".formatted(barrier));
    }
    if (threads % Warp.LANES != 0) {
      throw new Fault(
          DeviceFault.Kind.BARRIER,
          lane,
          "barrier %d expects %d threads, which is no multiple of 32".formatted(barrier, threads));
    }
  }

  private void passOn(Warp warp, int barrier) {
    Clocks clocks = block.clocks;
    if (clocks != null) {
      Known knows = clocks.release(warp.number);
      Known before = known[barrier];
      if (before != null) {
        knows.join(before);
      }
      known[barrier] = knows;
    }
  }

  private void complete(int barrier) {
    arrived[barrier] = 0;
    polls[barrier].close();
    Known knows = known[barrier];
    Clocks clocks = block.clocks;
    for (Warp warp : block.warps) {
      if (clocks != null && (waiting[barrier] >> warp.number & 1) != 0) {
        clocks.acquire(warp.number, knows);
      }
      warp.flow().release(barrier);
    }
    known[barrier] = null;
    waiting[barrier] = 0;
  }

  /** Why no warp can go on although threads still wait; null if all have exited. */
  @Nullable DeviceFault stuck() {
    for (Warp warp : block.warps) {
      Groups groups = warp.flow().groups();
      int group = groups.blocked();
      if (group >= 0) {
        int barrier = groups.barrier(group);
        int lane = Integer.numberOfTrailingZeros(groups.mask(group));
        return block.fault(warp, groups.pc(group) - 1, lane, kind(), detail(barrier));
      }
    }
    return null;
  }

  private DeviceFault.Kind kind() {
    int open = (int) Arrays.stream(arrived).filter(threads -> threads > 0).count();
    return open > 1 ? DeviceFault.Kind.DEADLOCK : DeviceFault.Kind.BARRIER;
  }

  private String detail(int barrier) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d of %d threads arrived at barrier %d"
            .formatted(arrived[barrier], expected[barrier], barrier));
    for (int other = 0; other < COUNT; other++) {
      if (other != barrier && arrived[other] > 0) {
        text.append(", %d of %d at barrier %d".formatted(arrived[other], expected[other], other));
      }
    }
    return text.append(Positions.of(block)).toString();
  }
}
