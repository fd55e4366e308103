package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.ErrorBudget;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.Implementation;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The writer against its formula, what it must leave alone, and that readers read it back. */
final class AppendLatentCacheReferenceTest {

  private final AppendLatentCacheReference reference = new AppendLatentCacheReference();

  static Stream<LatentLayout> layouts() {
    return Stream.of(
        DenseLayout.bFloat16(192, 8),
        DenseLayout.float16(192, 8),
        DenseLayout.fp8(192, 8, 0.5f),
        new Fp8DsMlaLayout(256, 8),
        new Model1Layout(192, 8, 1),
        Model1Layout.padded(192, 8));
  }

  @Test
  void agreesWithTheFormulaToTheByte() {
    LongStream.range(0, 500)
        .forEach(seed -> {
          Problem problem = AppendProblems.random(seed);
          assertArrayEquals(
              bytes(new AppendLatentCacheFormula(), problem),
              bytes(reference, problem),
              () -> "seed " + seed + ", " + problem.layout());
        });
  }

  @Test
  void noByteMayDiffer() {
    Problem problem = AppendProblems.random(1);
    ErrorBudget budget = reference.expect(problem, NumericContract.BF16).budgets().getFirst();
    assertEquals(problem.pool().byteSize(), budget.length());
    assertTrue(Arrays.stream(budget.hard()).allMatch(b -> b == 0));
    assertTrue(Arrays.stream(budget.statistical()).allMatch(b -> b == 0));
  }

  @Test
  void theProblemsOwnPoolIsNotWritten() {
    Problem problem = AppendProblems.random(DenseLayout.bFloat16(4, 2), ScaleRule.ARBITRARY, 3);
    byte[] before = problem.pool().toArray(ValueLayout.JAVA_BYTE);
    reference.run(problem);
    assertArrayEquals(before, problem.pool().toArray(ValueLayout.JAVA_BYTE));
  }

  /** A byte that changes under one fill or the other is one that the writer wrote. */
  @ParameterizedTest
  @MethodSource("layouts")
  void exactlyTheBytesOfItsSlotAreWritten(LatentLayout layout) {
    int pageSize = 3;
    Problem zeros = oneToken(layout, pageSize, (byte) 0);
    Problem ones = oneToken(layout, pageSize, (byte) 0xFF);
    double[] overZeros = bytes(reference, zeros);
    double[] overOnes = bytes(reference, ones);
    Set<Long> written = new HashSet<>();
    for (int i = 0; i < overZeros.length; i++) {
      if (overZeros[i] != 0 || overOnes[i] != 255) {
        written.add((long) i);
      }
    }
    assertEquals(bytesOfSlot(layout, pageSize, 1, 2), written);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void whatTheLayoutCanHoldIsReadBackExactly(LatentLayout layout) {
    double[] latent = new double[layout.latent()];
    double[] rope = new double[layout.rope()];
    Arrays.setAll(latent, d -> (d % 15 + 1) * (d % 2 == 0 ? 0x1p-3 : -0x1p-3));
    Arrays.setAll(rope, r -> r + 0.5);
    Problem problem =
        new Problem(
            layout,
            ScaleRule.POWER_OF_TWO,
            4,
            MemorySegment.ofArray(new byte[(int) (2 * layout.bytesPerPage(4))]),
            Elements.of(latent),
            Elements.of(rope),
            new long[] {6});
    AppendLatentCacheReference.store(problem, problem.pool());
    PagedLatentCache cache =
        new PagedLatentCache(4, layout, problem.pool(), 1, new int[] {1}, new int[] {4});
    double[] expected = Arrays.copyOf(latent, layout.width());
    System.arraycopy(rope, 0, expected, latent.length, rope.length);
    assertArrayEquals(expected, cache.read(0, 2));
    assertReadInParts(cache, expected);
  }

  /** In double and in float, from any feature on. */
  private static void assertReadInParts(PagedLatentCache cache, double[] expected) {
    for (int first = 0; first < expected.length; first += 37) {
      for (int count : new int[] {0, 1, expected.length - first}) {
        double[] doubles = new double[count + 1];
        float[] floats = new float[count + 1];
        cache.read(0, 2, first, count, doubles, 1);
        cache.read(0, 2, first, count, floats, 1);
        for (int i = 0; i < count; i++) {
          assertEquals(expected[first + i], doubles[1 + i]);
          assertEquals(expected[first + i], floats[1 + i]);
        }
      }
    }
  }

  private static Problem oneToken(LatentLayout layout, int pageSize, byte fill) {
    byte[] before = new byte[(int) (2 * layout.bytesPerPage(pageSize))];
    Arrays.fill(before, fill);
    double[] latent = new double[layout.latent()];
    double[] rope = new double[layout.rope()];
    Arrays.fill(latent, 0.3);
    Arrays.fill(rope, 0.3);
    long slot = pageSize + 2L;
    return new Problem(
        layout,
        ScaleRule.POWER_OF_TWO,
        pageSize,
        MemorySegment.ofArray(before),
        Elements.rounded(FloatFormat.F32, latent),
        Elements.rounded(FloatFormat.F32, rope),
        new long[] {slot});
  }

  private static Set<Long> bytesOfSlot(LatentLayout layout, int pageSize, int page, int place) {
    Set<Long> bytes = new HashSet<>();
    long start = page * layout.bytesPerPage(pageSize);
    int latentBytes = layout.latent() * layout.latentFormat().bytes();
    int ropeBytes = layout.rope() * layout.ropeFormat().bytes();
    add(bytes, start + layout.latentOffset(pageSize, place), latentBytes);
    add(bytes, start + layout.ropeOffset(pageSize, place), ropeBytes);
    int tiles = layout.latent() / layout.tile();
    switch (layout) {
      case DenseLayout dense -> {}
      case Fp8DsMlaLayout own -> add(bytes, start + own.scaleOffset(place), 4 * tiles);
      case Model1Layout own -> add(bytes, start + own.scaleOffset(pageSize, place), tiles);
    }
    return bytes;
  }

  private static void add(Set<Long> bytes, long first, int count) {
    LongStream.range(first, first + count).forEach(bytes::add);
  }

  private static double[] bytes(Implementation<Problem> subject, Problem problem) {
    return subject.run(problem).tensor("pool").values();
  }
}
