package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Lemmas 22 and 23 of docs/numerics.md: what a chain of many additions may do, and may not. */
final class LongContextBoundTest {

  private static final int VALUES = 8;
  private static final double UNIT = FloatFormat.F32.unitRoundoff();

  private final PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();

  /** The first key weighs 1, and all others less than half a step of the sum: none of them counts. */
  @Test
  void honestChainsKeepTheirBudgetsWhereWhatIsSmallIsLost() {
    SplittableRandom random = new SplittableRandom(1);
    double shift = -Math.log(0.7 * UNIT);
    Problem problem =
        problem(
            20_000,
            t -> t == 0 ? shift : random.nextGaussian() / 8,
            (t, i) -> 1 + 0.1 * random.nextGaussian());
    assertHonest(problem);
  }

  /** Where what is small is lost although it was never small beside the sum: every tenth key. */
  @Test
  void aTenthOfTheKeysDroppedIsSeen() {
    SplittableRandom random = new SplittableRandom(2);
    Problem whole = problem(20_000, t -> 0, (t, i) -> 1 + 0.1 * random.nextGaussian());
    PagedLatentCache cache = whole.cache();
    int[] fewer = {18_000};
    Problem part = whole.withCache(cache.withSequences(new int[] {0}, fewer));
    Headroom headroom =
        Headroom.of(
            reference.expect(whole, NumericContract.F32),
            new ContractKernel(NumericContract.F32).run(part));
    assertTrue(headroom.statistical() > 1, headroom::toString);
  }

  /** Values that are positive first and negative later: partial sums are far above the result. */
  @Test
  void honestChainsKeepTheirBudgetsWherePartialSumsAreLarge() {
    SplittableRandom random = new SplittableRandom(3);
    int keys = 50_000;
    assertHonest(
        problem(
            keys,
            t -> 0.3 * random.nextGaussian(),
            (t, i) -> (t < keys / 2 ? 8 : -8) * (1 + 0.1 * random.nextGaussian())));
  }

  private void assertHonest(Problem problem) {
    Headroom headroom =
        Headroom.of(
            reference.expect(problem, NumericContract.F32),
            new ContractKernel(NumericContract.F32).run(problem));
    assertTrue(headroom.hard() <= 1 && headroom.statistical() <= 1, headroom::toString);
  }

  private interface Value {
    double at(int t, int i);
  }

  /** Two rotary features of a key add up to its score: what one of them rounds off the other has. */
  private static Problem problem(int keys, IntToDoubleFunction score, Value value) {
    int width = VALUES + 2;
    short[] slots = new short[keys * width];
    PagedLatentCache cache =
        PagedLatentCache.ofBFloat16(keys, width, slots, 1, new int[] {0}, new int[] {keys});
    Elements elements = cache.elements();
    for (int t = 0; t < keys; t++) {
      long at = (long) t * width;
      for (int i = 0; i < VALUES; i++) {
        elements.set(at + i, value.at(t, i));
      }
      double whole = score.applyAsDouble(t);
      elements.set(at + VALUES, whole);
      elements.set(at + VALUES + 1, whole - elements.get(at + VALUES));
    }
    double[] query = new double[width];
    query[VALUES] = 1;
    query[VALUES + 1] = 1;
    Elements queries = Elements.rounded(FloatFormat.BF16, query);
    return new Problem(1, 1, VALUES, 2, queries, cache, 1, false);
  }
}
