package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.PAGING;
import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.STATE;
import static assay.verify.planted.BugClass.TAIL;

import assay.numerics.FloatFormat;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.Model1Layout;
import assay.verify.planted.BugClass;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cache writers gone wrong in where a token goes, and which token. */
final class CachePlaceHypotheses {

  @FunctionalInterface
  private interface Slot {
    long of(Problem problem, int n);
  }

  @FunctionalInterface
  private interface Row {
    int of(Problem problem, int n);
  }

  private CachePlaceHypotheses() {}

  static List<Hypothesis<Problem>> all() {
    List<Hypothesis<Problem>> all = new ArrayList<>(slots());
    all.addAll(rows());
    all.addAll(tails());
    all.add(
        CacheHypotheses.of(PAGING, "pages lie as close as their slots' bytes", ClosePages::new));
    all.add(CacheHypotheses.of(PAGING, "a row counts the roped key twice", WideRows::new));
    all.add(CacheHypotheses.of(PAGING, "a page is cleared when it is begun", ClearedPages::new));
    all.add(CacheHypotheses.of(LAYOUT, "the roped key comes first", RopeFirst::new));
    all.add(CacheHypotheses.of(LAYOUT, "the roped key is written over the latent", RopeOver::new));
    all.add(CacheHypotheses.of(LAYOUT, "numbers have their high byte first", HighFirst::new));
    return all;
  }

  private static List<Hypothesis<Problem>> slots() {
    return List.of(
        slot(PAGING, "skipped tokens are written to slot 0", (p, n) -> Math.max(0, p.slots()[n])),
        slot(
            PAGING,
            "a negative slot is counted from the end",
            (p, n) -> Math.floorMod(p.slots()[n], (long) p.pages() * p.pageSize())),
        slot(PAGING, "page and place are exchanged", (p, n) -> exchanged(p, p.slots()[n])),
        slot(PAGING, "slots are one too large", (p, n) -> moved(p.slots()[n], 1)),
        slot(PAGING, "slots are one too small", (p, n) -> moved(p.slots()[n], -1)),
        slot(PAGING, "two tokens share a slot", (p, n) -> even(p.slots()[n])),
        slot(
            PAGING,
            "the first skipped token ends the run",
            (p, n) -> Arrays.stream(p.slots(), 0, n).anyMatch(s -> s < 0) ? -1 : p.slots()[n]),
        slot(
            PAGING,
            "a token is stored in the slot of the one before",
            (p, n) -> p.slots()[Math.max(0, n - 1)]),
        slot(TAIL, "the last token is left out", (p, n) -> n + 1 < p.tokens() ? p.slots()[n] : -1),
        slot(
            TAIL,
            "an odd last token is left out",
            (p, n) -> n + 1 < p.tokens() || n % 2 == 1 ? p.slots()[n] : -1),
        slot(TAIL, "the first token is left out", (p, n) -> n > 0 ? p.slots()[n] : -1));
  }

  private static List<Hypothesis<Problem>> rows() {
    return List.of(
        row(PAGING, "rows are counted without skipped tokens", true, true, (p, n) -> written(p, n)),
        row(
            PAGING,
            "latents are counted without skipped tokens",
            true,
            false,
            (p, n) -> written(p, n)),
        row(
            PAGING,
            "roped keys are counted without skipped tokens",
            false,
            true,
            (p, n) -> written(p, n)),
        row(
            STATE,
            "a latent is that of the token before",
            true,
            false,
            (p, n) -> Math.max(0, n - 1)),
        row(STATE, "a token is that before", true, true, (p, n) -> Math.max(0, n - 1)),
        row(
            ROPE,
            "a roped key is that of the token before",
            false,
            true,
            (p, n) -> Math.max(0, n - 1)),
        row(ROPE, "every roped key is the first token's", false, true, (p, n) -> 0),
        row(PAGING, "every latent is the first token's", true, false, (p, n) -> 0));
  }

  private static List<Hypothesis<Problem>> tails() {
    List<Hypothesis<Problem>> tails = new ArrayList<>();
    for (int tile : List.of(2, 4, 8, 16, 32, 64)) {
      tails.add(
          CacheHypotheses.of(
              TAIL,
              "features past the last full %d are not written".formatted(tile),
              () -> new Whole(tile)));
    }
    tails.add(
        CacheHypotheses.of(TAIL, "the last roped feature is not written", () -> new RopeEnd(-1)));
    tails.add(
        CacheHypotheses.of(TAIL, "a roped feature too many is written", () -> new RopeEnd(1)));
    tails.add(CacheHypotheses.of(TAIL, "a page's padding is written", Padding::new));
    return tails;
  }

  private static Hypothesis<Problem> slot(BugClass kind, String title, Slot slot) {
    return CacheHypotheses.of(
        kind,
        title,
        () ->
            new CacheSteps() {
              @Override
              long slot(Problem problem, int n) {
                return slot.of(problem, n);
              }
            });
  }

  private static Hypothesis<Problem> row(
      BugClass kind, String title, boolean ofLatent, boolean ofRope, Row row) {
    return CacheHypotheses.of(
        kind,
        title,
        () ->
            new CacheSteps() {
              @Override
              float[] latent(Problem problem, int n) {
                return super.latent(problem, ofLatent ? row.of(problem, n) : n);
              }

              @Override
              float[] rope(Problem problem, int n) {
                return super.rope(problem, ofRope ? row.of(problem, n) : n);
              }
            });
  }

  private static long exchanged(Problem problem, long slot) {
    long pages = problem.pages();
    return slot < 0 ? slot : slot % pages * problem.pageSize() + slot / pages;
  }

  private static long moved(long slot, int by) {
    return slot < 0 ? slot : slot + by;
  }

  private static long even(long slot) {
    return slot < 0 ? slot : slot / 2 * 2;
  }

  private static int written(Problem problem, int n) {
    return (int) Arrays.stream(problem.slots(), 0, n).filter(slot -> slot >= 0).count();
  }

  private static final class ClosePages extends CacheSteps {
    @Override
    long pageAt(Problem problem, long page) {
      return page * problem.pageSize() * problem.layout().bytesPerToken();
    }
  }

  private static final class WideRows extends CacheSteps {
    @Override
    long begin(Problem problem, int place) {
      int rope = problem.layout().rope() * problem.layout().ropeFormat().bytes();
      return super.begin(problem, place) + (long) place * rope;
    }
  }

  private static final class ClearedPages extends CacheSteps {
    @Override
    void write(Problem problem, MemorySegment pool, long slot, float[] latent, float[] rope) {
      long end = pageAt(problem, slot / problem.pageSize() + 1);
      if (slot % problem.pageSize() == 0) {
        for (int i = 1; i <= problem.layout().bytesPerToken(); i++) {
          put(pool, end - i, 0);
        }
      }
      super.write(problem, pool, slot, latent, rope);
    }
  }

  private static final class RopeFirst extends CacheSteps {
    @Override
    long begin(Problem problem, int place) {
      int rope = problem.layout().rope() * problem.layout().ropeFormat().bytes();
      return super.begin(problem, place) + rope;
    }

    @Override
    long ropeAt(Problem problem, int place) {
      return problem.layout().latentOffset(problem.pageSize(), place);
    }
  }

  private static final class RopeOver extends CacheSteps {
    @Override
    void write(Problem problem, MemorySegment pool, long slot, float[] latent, float[] rope) {
      super.write(problem, pool, slot, latent, rope);
      long page = pageAt(problem, slot / problem.pageSize());
      long at = page + begin(problem, (int) (slot % problem.pageSize()));
      codes(problem, pool, at, ropeFormat(problem), rope, ropeScale(problem));
    }
  }

  private static final class HighFirst extends CacheSteps {
    @Override
    void store(Problem problem, MemorySegment pool, long at, int bits, int bytes) {
      for (int i = 0; i < bytes; i++) {
        put(pool, at + i, bits >> (Byte.SIZE * (bytes - 1 - i)));
      }
    }
  }

  /** Only whole groups of features. */
  private static final class Whole extends CacheSteps {
    private final int tile;

    Whole(int tile) {
      this.tile = tile;
    }

    @Override
    void codes(
        Problem problem,
        MemorySegment pool,
        long at,
        FloatFormat format,
        float[] numbers,
        float scale) {
      int count = numbers.length < tile ? numbers.length : numbers.length / tile * tile;
      super.codes(problem, pool, at, format, Arrays.copyOf(numbers, count), scale);
    }
  }

  private static final class RopeEnd extends CacheSteps {
    private final int more;

    RopeEnd(int more) {
      this.more = more;
    }

    @Override
    void write(Problem problem, MemorySegment pool, long slot, float[] latent, float[] rope) {
      float[] other = Arrays.copyOf(rope, Math.max(0, rope.length + (rope.length == 0 ? 0 : more)));
      for (int i = rope.length; i < other.length; i++) {
        other[i] = rope[rope.length - 1];
      }
      super.write(problem, pool, slot, latent, other);
    }
  }

  private static final class Padding extends CacheSteps {
    @Override
    void write(Problem problem, MemorySegment pool, long slot, float[] latent, float[] rope) {
      super.write(problem, pool, slot, latent, rope);
      long end = pageAt(problem, slot / problem.pageSize() + 1);
      if (problem.layout() instanceof Model1Layout && end <= pool.byteSize()) {
        pool.set(ValueLayout.JAVA_BYTE, end - 1, (byte) 0);
      }
    }
  }
}
