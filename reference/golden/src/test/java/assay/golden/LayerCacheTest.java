package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.cache.PageAllocator;
import assay.golden.cache.PageLayout;
import assay.golden.cache.PagedSequence;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.DecompressHeads;
import assay.spec.DenseLayout;
import assay.spec.Expectation;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.LatentStore;
import assay.spec.LatentUp;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.Model1Layout;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.Result;
import assay.spec.TokenSchedule;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a user stores and reads back is what the layer and its operators say. */
final class LayerCacheTest {

  private static final int PAGE_SIZE = 4;
  private static final int PAGES = 40;
  private static final MlaShape WIDE = new MlaShape(10, 3, 0, 128, 6, 4, 5);

  static List<LatentLayout> layouts() {
    return List.of(
        DenseLayout.bFloat16(128, 4),
        DenseLayout.fp8(128, 4, 0.0371f),
        new Fp8DsMlaLayout(128, 4),
        Model1Layout.padded(128, 4));
  }

  /** A cache over a pool of its own. */
  private record Owned(PageAllocator pages, LayerCache cache) {

    static Owned of(Problem problem, LatentLayout layout) {
      PageAllocator pages = allocator(layout, 1);
      return new Owned(pages, layerCache(problem, layout, pages, 0));
    }

    PagedSequence append(PagedSequence sequence, Elements hidden, int width) {
      pages.grow(sequence, (int) hidden.count() / width);
      cache.compressAndStore(sequence, hidden);
      return sequence;
    }

    /** [T, D + R]. */
    double[] read(PagedSequence sequence) {
      PagedLatentCache one = cache.of(List.of(sequence));
      double[] rows = new double[sequence.length() * one.width()];
      for (int t = 0; t < sequence.length(); t++) {
        one.read(0, t, 0, one.width(), rows, t * one.width());
      }
      return rows;
    }
  }

  /** The bits of the layer's own cache, whatever the steps. */
  @Test
  void tokensThatAreStoredAreTheLayers() {
    Draw.seeds(60)
        .map(MlaLayerDraw::problem)
        .forEach(problem -> assertArrayEquals(ofTheLayer(problem), stored(problem)));
  }

  private static double[] ofTheLayer(Problem problem) {
    return MlaLayerReference.create().run(problem).tensor("cache").values();
  }

  private static double[] stored(Problem problem) {
    Owned owned = Owned.of(problem, dense(problem.shape(), problem.store().format()));
    List<double[]> rows = new ArrayList<>();
    for (int b = 0; b < problem.schedule().batch(); b++) {
      PagedSequence sequence = owned.pages.allocate();
      int row = problem.schedule().firstRow(b);
      for (int step : problem.schedule().steps()[b]) {
        owned.append(sequence, hidden(problem, row, step), problem.shape().hidden());
        row += step;
      }
      rows.add(owned.read(sequence));
    }
    return rows.stream().flatMapToDouble(Arrays::stream).toArray();
  }

  /** Seen to fail: the same token at the front of a sequence is turned by another angle. */
  @Test
  void aTokenAtAnotherPositionIsSeen() {
    Problem problem = problem(WIDE, 2);
    Owned owned = Owned.of(problem, dense(WIDE, FloatFormat.F64));
    PagedSequence both = owned.append(owned.pages.allocate(), hidden(problem, 0, 2), 10);
    PagedSequence second = owned.append(owned.pages.allocate(), hidden(problem, 1, 1), 10);
    double[] late = Arrays.copyOfRange(owned.read(both), 132, 264);
    double[] early = owned.read(second);
    assertEquals(128, Arrays.mismatch(late, early));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void bytesAreThoseOfAppendLatentCache(LatentLayout layout) {
    Problem problem = problem(WIDE, 7);
    Owned owned = Owned.of(problem, layout);
    PagedSequence sequence = owned.append(owned.pages.allocate(), problem.hidden(), 10);
    Owned exact = Owned.of(problem, dense(WIDE, FloatFormat.F64));
    double[] rows = exact.read(exact.append(exact.pages.allocate(), problem.hidden(), 10));
    double[] expected =
        new AppendLatentCacheFormula()
            .run(append(layout, rows, owned.cache.of(List.of(sequence))))
            .tensor("pool")
            .values();
    MemorySegment bytes = owned.pages.layer(0);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], bytes.get(ValueLayout.JAVA_BYTE, i) & 0xFF);
    }
  }

  private static AppendLatentCache.Problem append(
      LatentLayout layout, double[] rows, PagedLatentCache cache) {
    int count = rows.length / 132;
    long[] slots = new long[count];
    Arrays.setAll(slots, t -> cache.slot(0, t));
    return new AppendLatentCache.Problem(
        layout,
        ScaleRule.POWER_OF_TWO,
        PAGE_SIZE,
        MemorySegment.ofArray(new byte[(int) cache.bytes().byteSize()]),
        Elements.of(TokenSteps.columns(rows, 132, 0, 128)),
        Elements.of(TokenSteps.columns(rows, 132, 128, 4)),
        slots);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void aHeadsKeysAndValuesAreThoseOfDecompressHeads(LatentLayout layout) {
    Problem problem = problem(WIDE, 7);
    Owned owned = Owned.of(problem, layout);
    PagedSequence sequence = owned.append(owned.pages.allocate(), problem.hidden(), 10);
    for (int head = 0; head < WIDE.heads(); head++) {
      Result actual = owned.cache.decompressForHead(sequence, head);
      assertTrue(headroom(problem, owned.read(sequence), head, actual) <= 1);
      int other = (head + 1) % WIDE.heads();
      assertTrue(headroom(problem, owned.read(sequence), other, actual) > 1);
    }
  }

  private static double headroom(Problem problem, double[] slots, int head, Result actual) {
    var heads =
        new DecompressHeads.Problem(LatentUp.of(problem.weights()), 4, Elements.of(slots), head, 1);
    Expectation budgets = DecompressHeadsReference.create().expect(heads, NumericContract.BINARY64);
    Result formula = new DecompressHeadsFormula().run(heads);
    return Headroom.of(new Expectation(formula, budgets.budgets()), actual).hard();
  }

  /** A fork and its parent grow apart, though they share pages and a partly filled one. */
  @Test
  void forksStoreAsIfTheyWereAlone() {
    Problem problem = problem(WIDE, 9);
    Owned owned = Owned.of(problem, dense(WIDE, FloatFormat.BF16));
    PagedSequence parent = owned.append(owned.pages.allocate(), hidden(problem, 0, 6), 10);
    PagedSequence fork = owned.pages.fork(parent);
    owned.append(parent, hidden(problem, 6, 1), 10);
    owned.append(fork, hidden(problem, 7, 2), 10);
    Owned alone = Owned.of(problem, dense(WIDE, FloatFormat.BF16));
    PagedSequence first = alone.append(alone.pages.allocate(), hidden(problem, 0, 7), 10);
    PagedSequence second = alone.append(alone.pages.allocate(), hidden(problem, 0, 6), 10);
    alone.append(second, hidden(problem, 7, 2), 10);
    assertArrayEquals(alone.read(first), owned.read(parent));
    assertArrayEquals(alone.read(second), owned.read(fork));
    assertTrue(owned.pages.statistics().copiedPages() > 0);
  }

  @Test
  void layersOfOneAllocatorKeepTheirOwnTokens() {
    LatentLayout layout = dense(WIDE, FloatFormat.BF16);
    Problem[] problems = {problem(WIDE, 5), problem(8, WIDE, 5)};
    PageAllocator pages = allocator(layout, 2);
    PagedSequence sequence = pages.allocate();
    pages.grow(sequence, 5);
    double[][] rows = new double[2][];
    for (int layer = 0; layer < 2; layer++) {
      LayerCache cache = layerCache(problems[layer], layout, pages, layer);
      cache.compressAndStore(sequence, problems[layer].hidden());
    }
    for (int layer = 0; layer < 2; layer++) {
      rows[layer] =
          new Owned(pages, layerCache(problems[layer], layout, pages, layer)).read(sequence);
      assertArrayEquals(ofTheLayer(problems[layer]), rows[layer]);
    }
    assertFalse(Arrays.equals(rows[0], rows[1]));
  }

  @Test
  void anEmptySequenceGivesNothing() {
    Problem problem = problem(WIDE, 1);
    Owned owned = Owned.of(problem, dense(WIDE, FloatFormat.BF16));
    PagedSequence empty = owned.append(owned.pages.allocate(), hidden(problem, 0, 0), 10);
    assertEquals(0, owned.cache.decompressForHead(empty, 0).tensor("k").values().length);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Problem problem = problem(WIDE, 3);
    LatentLayout layout = dense(WIDE, FloatFormat.BF16);
    Owned owned = Owned.of(problem, layout);
    PagedSequence sequence = owned.pages.allocate();
    owned.pages.grow(sequence, 2);
    refused(
        "hidden has 30 elements; it must be rows of 10, at most the sequence's 2",
        () -> owned.cache.compressAndStore(sequence, problem.hidden()));
    refused(
        "hidden has 9 elements; it must be rows of 10, at most the sequence's 2",
        () -> owned.cache.compressAndStore(sequence, problem.hidden().slice(0, 9)));
    refused(
        "headCount is 1 from head 3; there are 3 heads",
        () -> {
          var _ = owned.cache.decompressForHead(sequence, 3);
        });
    refused(
        "layout holds 128 + 2 features; the layer has 128 + 4",
        () -> Owned.of(problem, DenseLayout.bFloat16(128, 2)));
    PageAllocator narrow = allocator(DenseLayout.fp8(128, 4, 1), 1);
    refused(
        "pages are %s; they must be %s".formatted(narrow.layout(), owned.pages.layout()),
        () -> layerCache(problem, layout, narrow, 0));
    refused("layer is 1; it must be in [0, 0]", () -> layerCache(problem, layout, owned.pages, 1));
  }

  private static void refused(String sentence, Executable call) {
    assertEquals(sentence, assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  private static DenseLayout dense(MlaShape shape, FloatFormat format) {
    return new DenseLayout(format, shape.latent(), shape.rope(), 1);
  }

  private static PageAllocator allocator(LatentLayout layout, int layers) {
    PageLayout page = PageLayout.of(layout, layers, PAGE_SIZE);
    long bytes = (long) PAGES * layers * page.pageBytes();
    return PageAllocator.over(page, MemorySegment.ofArray(new byte[(int) bytes]), PAGES);
  }

  private static LayerCache layerCache(
      Problem problem, LatentLayout layout, PageAllocator pages, int layer) {
    return new LayerCache(
        problem.weights(), problem.constants(), layout, ScaleRule.POWER_OF_TWO, pages, layer);
  }

  private static Problem problem(MlaShape shape, int tokens) {
    return problem(4, shape, tokens);
  }

  private static Problem problem(int seed, MlaShape shape, int tokens) {
    return MlaLayerDraw.problem(new Draw(seed), shape, new TokenSchedule(new int[] {tokens}))
        .withStore(new LatentStore(FloatFormat.BF16, PAGE_SIZE));
  }

  private static Elements hidden(Problem problem, int first, int count) {
    long width = problem.shape().hidden();
    return problem.hidden().slice(first * width, count * width);
  }
}
