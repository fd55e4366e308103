package assay.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Float8E4M3;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Each planted bug changes a byte. */
final class AppendLatentCacheBugsTest {

  private static final LatentLayout V32 = new Fp8DsMlaLayout(256, 4);
  private static final LatentLayout V4 = Model1Layout.padded(192, 4);
  private static final LatentLayout FP8 = DenseLayout.fp8(16, 4, 0x1p-12f);

  /** Problems that show a bug: several tokens, some skipped, in pages of several slots. */
  private static final long SEEDS = 20;

  private static final Map<String, Bug> BUGS =
      Map.ofEntries(
          Map.entry("scale rule swapped", given(V32, AppendLatentCacheBugsTest::otherRule)),
          Map.entry("scale of the neighbouring tile, F32", after(V32, (p, b) -> rollScales(p, b))),
          Map.entry("scale of the neighbouring tile, UE8M0", after(V4, (p, b) -> rollScales(p, b))),
          Map.entry("footer of 7 bytes a slot", after(V4, AppendLatentCacheBugsTest::shortFooter)),
          Map.entry("footer's padding zeroed", after(V4, AppendLatentCacheBugsTest::zeroPadding)),
          Map.entry("page padding written", after(V4, (p, bytes) -> bytes[bytes.length - 1] = 1)),
          Map.entry("rope bytes swapped", after(V32, AppendLatentCacheBugsTest::swapRope)),
          Map.entry("rope bytes swapped, V4", after(V4, AppendLatentCacheBugsTest::swapRope)),
          Map.entry("skipped token in slot 0", given(V32, AppendLatentCacheBugsTest::noneSkipped)),
          Map.entry("last token forgotten", given(V4, AppendLatentCacheBugsTest::withoutLast)),
          Map.entry("not saturated", after(FP8, AppendLatentCacheBugsTest::overflowToNan)),
          Map.entry("tensor scale forgotten", given(FP8, p -> withLayout(p, unscaled()))));

  /** How a sabotaged writer fills the pool. */
  private record Bug(LatentLayout layout, UnaryOperator<Problem> before, Edit after) {

    double[] run(Problem problem) {
      double[] bytes = honest(before.apply(problem));
      after.accept(problem, bytes);
      return bytes;
    }
  }

  private interface Edit extends BiConsumer<Problem, double[]> {}

  @TestFactory
  Stream<DynamicTest> everyBugIsSeen() {
    return BUGS.entrySet().stream()
        .map(bug -> DynamicTest.dynamicTest(bug.getKey(), () -> assertSeen(bug.getValue())));
  }

  private static void assertSeen(Bug bug) {
    long seen =
        LongStream.range(0, SEEDS)
            .mapToObj(seed -> problem(bug.layout(), seed))
            .filter(problem -> differ(honest(problem), bug.run(problem)))
            .count();
    assertTrue(seen > SEEDS / 2, () -> "seen in " + seen + " of " + SEEDS);
  }

  private static Problem problem(LatentLayout layout, long seed) {
    return LongStream.iterate(1000 * seed, next -> next + 1)
        .mapToObj(next -> AppendProblems.random(layout, ScaleRule.POWER_OF_TWO, next))
        .filter(AppendLatentCacheBugsTest::isTelling)
        .findFirst()
        .orElseThrow();
  }

  /**
   * A skipped token, slot 0 left alone, and a last token that is stored past slot 0 of its page.
   */
  private static boolean isTelling(Problem problem) {
    long[] slots = problem.slots();
    boolean skips = LongStream.of(slots).anyMatch(slot -> slot < 0);
    boolean frees = LongStream.of(slots).noneMatch(slot -> slot == 0);
    return skips && frees && slots[slots.length - 1] % problem.pageSize() > 0;
  }

  private static double[] honest(Problem problem) {
    return new AppendLatentCacheReference().run(problem).tensor("pool").values();
  }

  private static boolean differ(double[] expected, double[] actual) {
    assertEquals(expected.length, actual.length);
    return !Arrays.equals(expected, actual);
  }

  private static Bug given(LatentLayout layout, UnaryOperator<Problem> edit) {
    return new Bug(layout, edit, (problem, bytes) -> {});
  }

  private static Bug after(LatentLayout layout, Edit edit) {
    return new Bug(layout, UnaryOperator.identity(), edit);
  }

  private static Problem otherRule(Problem p) {
    return new Problem(
        p.layout(), ScaleRule.ARBITRARY, p.pageSize(), p.pool(), p.latent(), p.rope(), p.slots());
  }

  private static LatentLayout unscaled() {
    return DenseLayout.fp8(FP8.latent(), FP8.rope(), 1);
  }

  private static Problem withLayout(Problem p, LatentLayout layout) {
    return new Problem(
        layout, p.scaleRule(), p.pageSize(), p.pool(), p.latent(), p.rope(), p.slots());
  }

  /** The first skipped token goes to slot 0. */
  private static Problem noneSkipped(Problem p) {
    long[] slots = p.slots().clone();
    for (int n = 0; n < slots.length; n++) {
      if (slots[n] < 0) {
        slots[n] = 0;
        break;
      }
    }
    return withSlots(p, slots);
  }

  private static Problem withoutLast(Problem p) {
    long[] slots = p.slots().clone();
    slots[slots.length - 1] = -1;
    return withSlots(p, slots);
  }

  private static Problem withSlots(Problem p, long[] slots) {
    return new Problem(
        p.layout(), p.scaleRule(), p.pageSize(), p.pool(), p.latent(), p.rope(), slots);
  }

  /** Tile i's scale is stored for tile i + 1, the last one's for tile 0. */
  private static void rollScales(Problem problem, double[] bytes) {
    int scaleBytes = problem.layout() instanceof Fp8DsMlaLayout ? 4 : 1;
    int count = problem.layout().latent() / problem.layout().tile() * scaleBytes;
    forEachStored(
        problem,
        (page, place) -> {
          int at = Math.toIntExact(page + scaleOffset(problem, place));
          double[] rolled = Arrays.copyOfRange(bytes, at, at + count);
          for (int i = 0; i < count; i++) {
            bytes[at + (i + scaleBytes) % count] = rolled[i];
          }
        });
  }

  private static void shortFooter(Problem problem, double[] bytes) {
    int tiles = problem.layout().latent() / problem.layout().tile();
    forEachStored(
        problem,
        (page, place) -> {
          int at = Math.toIntExact(page + scaleOffset(problem, place));
          double[] scales = Arrays.copyOfRange(bytes, at, at + tiles);
          System.arraycopy(scales, 0, bytes, at - place, tiles);
        });
  }

  private static void zeroPadding(Problem problem, double[] bytes) {
    forEachStored(
        problem,
        (page, place) -> bytes[Math.toIntExact(page + scaleOffset(problem, place)) + 7] = 0);
  }

  private static void swapRope(Problem problem, double[] bytes) {
    forEachStored(
        problem,
        (page, place) -> {
          int at = Math.toIntExact(page + problem.layout().ropeOffset(problem.pageSize(), place));
          double low = bytes[at];
          bytes[at] = bytes[at + 1];
          bytes[at + 1] = low;
        });
  }

  /** Past 448, E4M3's NaN: rounding without saturation. */
  private static void overflowToNan(Problem problem, double[] bytes) {
    double largest = Float8E4M3.encode(448, Rounding.RN, Overflow.IEEE);
    forEachStored(
        problem,
        (page, place) -> {
          int at = Math.toIntExact(page) + place * problem.layout().bytesPerToken();
          for (int i = at; i < at + problem.layout().width(); i++) {
            bytes[i] = bytes[i] == largest ? Float8E4M3.NAN : bytes[i];
          }
        });
  }

  private static long scaleOffset(Problem problem, int place) {
    return switch (problem.layout()) {
      case DenseLayout dense -> throw new IllegalArgumentException(dense + " stores no scale");
      case Fp8DsMlaLayout layout -> layout.scaleOffset(place);
      case Model1Layout layout -> layout.scaleOffset(problem.pageSize(), place);
    };
  }

  private static void forEachStored(Problem problem, BiConsumer<Long, Integer> action) {
    long pageBytes = problem.layout().bytesPerPage(problem.pageSize());
    LongStream.of(problem.slots())
        .filter(slot -> slot >= 0)
        .forEach(slot ->
            action.accept(
                slot / problem.pageSize() * pageBytes, (int) (slot % problem.pageSize())));
  }
}
