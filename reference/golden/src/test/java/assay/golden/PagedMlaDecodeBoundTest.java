package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.golden.F32Kernel.Bug;
import assay.numerics.FloatFormat;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lemmas 1 to 6 of docs/numerics.md against kernels that round as a GPU does. */
final class PagedMlaDecodeBoundTest {

  private final PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 1",
    "65, 1",
    "1000, 0.1",
    "1000, 1",
    "1000, 3",
    "1000, 10",
    "1000, 100",
    "4096, 1"
  })
  void honestKernelsKeepTheirBudgets(int keys, double magnitude) {
    Problem problem = SampleProblem.deepSeek(2, 11, keys).withMagnitude(magnitude).create();
    for (int block : new int[] {64, keys}) {
      for (int split : new int[] {512, keys}) {
        assertHonest(problem, FloatFormat.BF16, NumericContract.BF16, block, split);
        assertHonest(problem, FloatFormat.F32, NumericContract.F32, block, split);
      }
    }
  }

  /** Keys that are the same round alike, so their errors add instead of averaging out. */
  @ParameterizedTest
  @CsvSource({"1, 1000", "2, 1000", "3, 4096", "2, 4096"})
  void honestKernelsKeepTheirBudgetsWhenKeysRepeat(int distinct, int keys) {
    Problem problem = SampleProblem.deepSeek(2, 13, keys).withMagnitude(0.3).create();
    repeatKeys(problem, distinct);
    assertHonest(problem, FloatFormat.BF16, NumericContract.BF16, 64, keys);
    assertHonest(problem, FloatFormat.F32, NumericContract.F32, 64, keys);
  }

  /**
   * Scores within a step of the weights' format, nearly in proportion to feature 0: no noise at
   * all.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.002, 0.004, 0.006, 0.1})
  void honestKernelsKeepTheirBudgetsWhenAFeatureFollowsTheScore(double queryElement) {
    int keys = 32_768;
    Problem problem = SampleProblem.deepSeek(1, 14, keys).withWidths(16, 0).create();
    double[] shares = {1, 0.13, 0.11, 0.07, 0.05, 0.03};
    problem.query().segment().fill((byte) 0);
    for (int i = 0; i < shares.length; i++) {
      problem.query().set(i, queryElement * shares[i]);
    }
    assertHonest(problem, FloatFormat.BF16, NumericContract.BF16, keys, keys);
  }

  private static void repeatKeys(Problem problem, int distinct) {
    PagedLatentCache cache = problem.cache();
    for (int t = distinct; t < cache.lengths()[0]; t++) {
      long bytes = cache.layout().bytesPerToken();
      long from = cache.slot(0, t % distinct) * bytes;
      MemorySegment.copy(cache.bytes(), from, cache.bytes(), cache.slot(0, t) * bytes, bytes);
    }
  }

  private void assertHonest(
      Problem problem, FloatFormat format, NumericContract contract, int block, int split) {
    F32Kernel kernel = new F32Kernel(format, format, block, split, Bug.NONE);
    Headroom headroom = Headroom.of(reference.expect(problem, contract), kernel.run(problem));
    assertTrue(headroom.hard() <= 1, headroom::toString);
    assertTrue(headroom.statistical() <= 1, headroom::toString);
  }

  /** At magnitude 0.3 every key weighs about 1/T; at 1 a few keys weigh most. */
  @ParameterizedTest
  @CsvSource({
    "LAST_KEY_DROPPED, 0.3",
    "SCALE_OFF_BY_A_THOUSANDTH, 1",
    "ROPE_FORGOTTEN, 1",
    "WEIGHTS_NOT_RESCALED, 1"
  })
  void plantedBugsExceedTheirBudgets(Bug bug, double magnitude) {
    Problem problem = SampleProblem.deepSeek(2, 12, 1000).withMagnitude(magnitude).create();
    F32Kernel kernel = new F32Kernel(FloatFormat.BF16, FloatFormat.BF16, 64, 512, bug);
    Headroom headroom =
        Headroom.of(reference.expect(problem, NumericContract.BF16), kernel.run(problem));
    assertTrue(headroom.statistical() > 1, headroom::toString);
  }
}
