package assay.gpu.emulator.machine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What comes before what, for the warps of one block, by what PTX promises alone.
 *
 * <p>Barriers and waits for copies pass knowledge on. Beyond that it takes a release and an acquire
 * that meet at one address: each an access of that kind, or a fence and a strong access. PTX ISA
 * 8.8 and 8.10.
 *
 * <p>To other warps the lanes of a warp are one agent: a fence of one lane is taken for all of
 * them. Among themselves they are in order only across a barrier, of the warp or the block, or a
 * release.
 */
final class Clocks {

  /** What was released at one address. */
  private static final class Released {
    private @Nullable Known wide;
    private @Nullable Known narrow;
  }

  private final int warps;
  private final boolean byLane;
  private final Known[] known;

  /** The copies that each lane of each warp has waited for: the number of the last. */
  private final int[][] finished;

  /** The same at the last barrier: what the other lanes of the warp come after. */
  private final int[][] settled;

  /** The least of them. */
  private final int[] settledByAll;

  /** What each warp knew at its last fence, which its strong stores pass on. */
  private final @Nullable Known[] fencedWide;

  private final @Nullable Known[] fenced;

  /** What each warp's strong loads have met, which it knows after its next fence. */
  private final @Nullable Known[] metWide;

  private final @Nullable Known[] met;

  private final Map<Long, Released> releasedInBlock = new HashMap<>();

  /** Kept from one block to the next. */
  private final Map<Long, Released> releasedToAll = new HashMap<>();

  /**
   * @param byLane whether the lanes of a warp are told apart
   */
  Clocks(int warps, boolean byLane) {
    this.warps = warps;
    this.byLane = byLane;
    this.known = new Known[warps];
    this.finished = new int[warps][Warp.LANES];
    this.settled = new int[warps][Warp.LANES];
    this.settledByAll = new int[warps];
    this.fencedWide = new Known[warps];
    this.fenced = new Known[warps];
    this.metWide = new Known[warps];
    this.met = new Known[warps];
    begin(0);
  }

  /** A new block. */
  void begin(long turn) {
    releasedInBlock.clear();
    for (int warp = 0; warp < warps; warp++) {
      known[warp] = new Known(turn, 2 * warps);
      known[warp].own[warp] = 1;
      Arrays.fill(finished[warp], 0);
      Arrays.fill(settled[warp], 0);
      settledByAll[warp] = 0;
      fencedWide[warp] = null;
      fenced[warp] = null;
      metWide[warp] = null;
      met[warp] = null;
    }
  }

  /** What a warp's accesses are noted with. */
  long epoch(int warp) {
    Known own = known[warp];
    return Epoch.of(own.turn, warp, own.own[warp]);
  }

  /** What a warp's copies with this number, from 1, are noted with. */
  long copies(int warp, int number) {
    return Epoch.of(known[warp].turn, warps + warp, number);
  }

  boolean isBefore(long epoch, int warp) {
    return known[warp].includes(epoch);
  }

  /** Whether {@code lane} of some warp made an access before one that {@code next} makes now. */
  boolean isBefore(long epoch, int lane, int warp, int next) {
    if (!byLane || !isOwn(epoch, warp)) {
      return isBefore(epoch, warp);
    }
    if (Epoch.agent(epoch) == warp) {
      return lane == next || isSettled(epoch, warp);
    }
    return Epoch.clock(epoch) <= (lane == next ? finished : settled)[warp][lane];
  }

  /** Whether an access is before what any lane of a warp does now. */
  boolean isBeforeAll(long epoch, int warp) {
    if (!byLane || !isOwn(epoch, warp)) {
      return isBefore(epoch, warp);
    }
    return Epoch.agent(epoch) == warp
        ? isSettled(epoch, warp)
        : Epoch.clock(epoch) <= settledByAll[warp];
  }

  /** Whether a warp or its copies made an access. */
  private boolean isOwn(long epoch, int warp) {
    return Epoch.agent(epoch) % warps == warp && Epoch.turn(epoch) == known[warp].turn;
  }

  private boolean isSettled(long epoch, int warp) {
    return Epoch.clock(epoch) < known[warp].own[warp] || Epoch.isLast(epoch);
  }

  /** What a warp knows, to be passed on; what it does from here on is not part of it. */
  Known release(int warp) {
    Known copy = known[warp].copy();
    step(warp);
    return copy;
  }

  /** What the lanes of a warp did before is in order with what any of them does from here on. */
  void step(int warp) {
    known[warp].own[warp]++;
    int least = Integer.MAX_VALUE;
    for (int lane = 0; lane < Warp.LANES; lane++) {
      settled[warp][lane] = finished[warp][lane];
      least = Math.min(least, finished[warp][lane]);
    }
    settledByAll[warp] = least;
  }

  void acquire(int warp, @Nullable Known more) {
    if (more != null) {
      known[warp].join(more);
    }
  }

  /** Lanes of a warp have waited for their copies up to the numbers that {@code last} gives. */
  void awaited(int warp, int mask, IntUnaryOperator last) {
    int most = 0;
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      int number = last.applyAsInt(lane);
      finished[warp][lane] = Math.max(finished[warp][lane], number);
      most = Math.max(most, number);
    }
    int[] own = known[warp].own;
    own[warps + warp] = Math.max(own[warps + warp], most);
  }

  /** A fence, for the block or for {@code wide}, all of the GPU. */
  void fence(int warp, boolean wide) {
    acquire(warp, met[warp]);
    met[warp] = null;
    if (wide) {
      acquire(warp, metWide[warp]);
      metWide[warp] = null;
    }
    Known now = release(warp);
    fenced[warp] = now;
    if (wide) {
      fencedWide[warp] = now;
    }
  }

  /** A strong load of the word at {@code address}. */
  void load(int warp, boolean inShared, long address, Ordering how) {
    Released released = (inShared ? releasedInBlock : releasedToAll).get(address);
    if (released != null) {
      meet(warp, released.wide, how);
      Known narrow = released.narrow;
      if (narrow != null && narrow.turn == known[warp].turn) {
        meet(warp, narrow, how);
      }
    }
  }

  private void meet(int warp, @Nullable Known found, Ordering how) {
    if (found == null) {
      return;
    }
    boolean sameBlock = found.turn == known[warp].turn;
    if (how.acquires() && (sameBlock || how.wide())) {
      acquire(warp, found);
    } else if (sameBlock) {
      met[warp] = joined(met[warp], found);
    } else if (how.wide()) {
      metWide[warp] = joined(metWide[warp], found);
    }
  }

  /**
   * A strong store to the word at {@code address}.
   *
   * @param keeps whether what was released there before stays, as it does by atomic operations
   */
  void store(int warp, boolean inShared, long address, Ordering how, boolean keeps) {
    Map<Long, Released> map = inShared ? releasedInBlock : releasedToAll;
    Known now = how.releases() ? release(warp) : null;
    Known wide = !how.wide() ? null : now != null ? now : fencedWide[warp];
    Known narrow = now != null ? now : fenced[warp];
    if (!keeps) {
      map.remove(address);
    }
    if (narrow != null) {
      Released released = map.computeIfAbsent(address, a -> new Released());
      released.wide = wide == null ? released.wide : joined(released.wide, wide);
      boolean same = released.narrow != null && released.narrow.turn == narrow.turn;
      released.narrow = same ? joined(released.narrow, narrow) : narrow.copy();
    }
  }

  private static Known joined(@Nullable Known old, Known more) {
    Known both = more.copy();
    if (old != null) {
      both.join(old);
    }
    return both;
  }
}
