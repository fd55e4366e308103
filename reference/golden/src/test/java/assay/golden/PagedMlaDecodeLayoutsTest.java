package assay.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.DenseLayout;
import assay.spec.Expectation;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.ScaleReading;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Decode over every byte layout, its caches written by the golden writer. */
final class PagedMlaDecodeLayoutsTest {

  private static final int LATENT = 128;
  private static final int ROPE = 16;
  private static final float TENSOR_SCALE = 0.37f;
  private static final SampleProblem SAMPLE =
      SampleProblem.small(21, 0, 1, 4, 9, 70).withWidths(LATENT, ROPE).causal(2);

  private final PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();

  static Stream<LatentLayout> layouts() {
    return Stream.of(
        DenseLayout.bFloat16(LATENT, ROPE),
        DenseLayout.float16(LATENT, ROPE),
        DenseLayout.fp8(LATENT, ROPE, TENSOR_SCALE),
        new Fp8DsMlaLayout(LATENT, ROPE),
        new Fp8DsMlaLayout(LATENT, ROPE, ScaleReading.BF16),
        new Model1Layout(LATENT, ROPE, 1),
        Model1Layout.padded(LATENT, ROPE));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void agreesWithTheFormula(LatentLayout layout) {
    Problem problem = in(layout, rule(layout), SAMPLE.create());
    assertAgree(problem);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void wholeKeysMayBeTheValues(LatentLayout layout) {
    assertAgree(valuesOfWholeKeys(in(layout, rule(layout), SAMPLE.create())));
  }

  @Test
  void theQueryMayBeOfAnyFormat() {
    Problem problem = SAMPLE.create();
    double[] query = problem.query().toDoubles();
    for (FloatFormat format : FloatFormat.values()) {
      assertAgree(problem.withQuery(Elements.rounded(format, query), problem.scale()));
    }
    Elements exact = Elements.of(query);
    assertArrayEquals(out(problem), out(problem.withQuery(exact, problem.scale())));
  }

  @Test
  void sameNumbersInOtherBytesGiveTheSameBits() {
    Problem bf16 = SAMPLE.create();
    Problem again = in(DenseLayout.bFloat16(LATENT, ROPE), ScaleRule.POWER_OF_TWO, bf16);
    assertArrayEquals(out(bf16), out(again));
    Problem v32 = in(new Fp8DsMlaLayout(LATENT, ROPE), ScaleRule.POWER_OF_TWO, bf16);
    Problem read = in(DenseLayout.bFloat16(LATENT, ROPE), ScaleRule.POWER_OF_TWO, v32);
    assertArrayEquals(out(v32), out(read));
  }

  /** The readers' trap: the bytes are right, and one reader decodes them wrong. */
  @Test
  void anArbitraryScaleReadAsBf16IsSeen() {
    LatentLayout writer = new Fp8DsMlaLayout(LATENT, ROPE);
    assertTrue(misread(in(writer, ScaleRule.ARBITRARY, SAMPLE.create())) > 2);
    assertTrue(misread(in(writer, ScaleRule.POWER_OF_TWO, SAMPLE.create())) <= 2);
  }

  private double misread(Problem problem) {
    LatentLayout reader = new Fp8DsMlaLayout(LATENT, ROPE, ScaleReading.BF16);
    PagedLatentCache cache = problem.cache();
    PagedLatentCache other =
        new PagedLatentCache(
            cache.pageSize(),
            reader,
            cache.bytes(),
            cache.pagesPerSequence(),
            cache.pageTable(),
            cache.lengths());
    Expectation expected = reference.expect(problem, NumericContract.BINARY64);
    return Headroom.of(expected, reference.run(problem.withCache(other))).hard();
  }

  private static ScaleRule rule(LatentLayout layout) {
    return layout instanceof Model1Layout ? ScaleRule.POWER_OF_TWO : ScaleRule.ARBITRARY;
  }

  /** The same keys, quantised; what is not live is FF bytes, NaN in every format. */
  private static Problem in(LatentLayout layout, ScaleRule rule, Problem problem) {
    PagedLatentCache old = problem.cache();
    byte[] bytes = new byte[Math.toIntExact(old.pages() * layout.bytesPerPage(old.pageSize()))];
    Arrays.fill(bytes, (byte) 0xFF);
    MemorySegment pool = MemorySegment.ofArray(bytes);
    for (int b = 0; b < old.batch(); b++) {
      for (int t = 0; t < old.lengths()[b]; t++) {
        double[] key = old.read(b, t);
        AppendLatentCacheReference.store(
            new AppendLatentCache.Problem(
                layout,
                rule,
                old.pageSize(),
                pool,
                Elements.of(Arrays.copyOf(key, LATENT)),
                Elements.of(Arrays.copyOfRange(key, LATENT, LATENT + ROPE)),
                new long[] {old.slot(b, t)}),
            pool);
      }
    }
    return problem.withCache(
        new PagedLatentCache(
            old.pageSize(), layout, pool, old.pagesPerSequence(), old.pageTable(), old.lengths()));
  }

  private static Problem valuesOfWholeKeys(Problem problem) {
    return new Problem(
        problem.queryTokens(),
        problem.heads(),
        problem.width(),
        0,
        problem.query(),
        problem.cache(),
        problem.scale(),
        problem.causal());
  }

  /** Both keep the binary64 contract, so they may be two of its budgets apart. */
  private void assertAgree(Problem problem) {
    Expectation expected = reference.expect(problem, NumericContract.BINARY64);
    Headroom headroom = Headroom.of(expected, new PagedMlaDecodeFormula().run(problem));
    assertTrue(headroom.hard() <= 2, headroom::toString);
  }

  private double[] out(Problem problem) {
    return reference.run(problem).tensor("out").values();
  }
}
