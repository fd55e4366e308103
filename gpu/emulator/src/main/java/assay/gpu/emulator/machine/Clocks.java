package assay.gpu.emulator.machine;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What comes before what, for the warps of one block, by what PTX promises alone.
 *
 * <p>Barriers and waits for copies pass knowledge on. Beyond that it takes a release and an acquire
 * that meet at one address: each an access of that kind, or a fence and a strong access. PTX ISA
 * 8.8 and 8.10.
 *
 * <p>The lanes of a warp are one agent: a fence of one lane is taken for all of them.
 */
final class Clocks {

  /** What was released at one address. */
  private static final class Released {
    private @Nullable Known wide;
    private @Nullable Known narrow;
  }

  private final int warps;
  private final Known[] known;

  /** What each warp knew at its last fence, which its strong stores pass on. */
  private final @Nullable Known[] fencedWide;

  private final @Nullable Known[] fenced;

  /** What each warp's strong loads have met, which it knows after its next fence. */
  private final @Nullable Known[] metWide;

  private final @Nullable Known[] met;

  private final Map<Long, Released> shared = new HashMap<>();

  /** Kept from one block to the next. */
  private final Map<Long, Released> global = new HashMap<>();

  Clocks(int warps) {
    this.warps = warps;
    this.known = new Known[warps];
    this.fencedWide = new Known[warps];
    this.fenced = new Known[warps];
    this.metWide = new Known[warps];
    this.met = new Known[warps];
    begin(0);
  }

  /** A new block. */
  void begin(long turn) {
    shared.clear();
    for (int warp = 0; warp < warps; warp++) {
      known[warp] = new Known(turn, 2 * warps);
      known[warp].own[warp] = 1;
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

  /** What a warp's copies of its group with this number, from 1, are noted with. */
  long copies(int warp, int group) {
    return Epoch.of(known[warp].turn, warps + warp, group);
  }

  boolean isBefore(long epoch, int warp) {
    return known[warp].includes(epoch);
  }

  /** What a warp knows, to be passed on; what it does from here on is not part of it. */
  Known release(int warp) {
    Known copy = known[warp].copy();
    known[warp].own[warp]++;
    return copy;
  }

  void acquire(int warp, @Nullable Known more) {
    if (more != null) {
      known[warp].join(more);
    }
  }

  /** A warp has waited for its copies of all groups up to number {@code groups}. */
  void awaited(int warp, int groups) {
    int[] own = known[warp].own;
    own[warps + warp] = Math.max(own[warps + warp], groups);
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
    Released released = (inShared ? shared : global).get(address);
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
    Map<Long, Released> map = inShared ? shared : global;
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
