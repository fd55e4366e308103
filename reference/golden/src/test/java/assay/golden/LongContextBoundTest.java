package assay.golden;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.NumericContract;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lemmas 22, 23 and 25 of docs/numerics.md: what a chain of many additions may do, and may not. */
final class LongContextBoundTest {

  private static final int VALUES = 8;
  private static final double UNIT = FloatFormat.F32.unitRoundoff();

  private static final NumericContract HALF_WEIGHTS = withHalfWeights(NumericContract.F32);

  private final PagedMlaDecodeReference reference = PagedMlaDecodeReference.create();

  /**
   * The first key weighs 1, and all others less than half a step of the sum: none of them counts.
   */
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

  /**
   * All keys but the first, whose value is 0, weigh so many steps of fp16: none, one or some are
   * left of them.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.49, 0.51, 1.49, 1.51, 7.5, 300.5})
  void honestKernelsKeepTheirBudgetsWhereWeightsAreSubnormal(double steps) {
    SplittableRandom random = new SplittableRandom(4);
    double shift = -Math.log(steps * FloatFormat.FP16.smallestSubnormal());
    Problem problem =
        problem(
            20_000,
            t -> t == 0 ? shift : 0,
            (t, i) -> t == 0 ? 0 : 1 + 0.1 * random.nextGaussian());
    assertHonest(problem, HALF_WEIGHTS);
  }

  /** The few keys whose weights are subnormal in fp16 have the largest values, and lose them. */
  @Test
  void flushingSubnormalWeightsIsSeenHoweverManyKeysThereAre() {
    IntPredicate small = t -> t % 1000 == 999;
    IntToDoubleFunction score = t -> small.test(t) ? -10 : 0.1 * noise(t);
    Value value = (t, i) -> small.test(t) ? 8 : 0.001 * noise(VALUES * t + i);
    Problem whole = problem(20_000, score, value);
    Problem flushed = problem(20_000, score, (t, i) -> small.test(t) ? 0 : value.at(t, i));
    Headroom headroom =
        Headroom.of(
            reference.expect(whole, HALF_WEIGHTS), new ContractKernel(HALF_WEIGHTS).run(flushed));
    assertTrue(headroom.statistical() > 1, headroom::toString);
    assertHonest(whole, HALF_WEIGHTS);
  }

  private static NumericContract withHalfWeights(NumericContract c) {
    return new NumericContract(
        c.scores(),
        FloatFormat.FP16,
        c.accumulator(),
        c.overFeatures(),
        c.overKeys(),
        c.output(),
        c.lse(),
        c.exp2RelativeError(),
        c.logAbsoluteError(),
        c.keysPerRescale());
  }

  private static double noise(int seed) {
    return new SplittableRandom(seed).nextGaussian();
  }

  private void assertHonest(Problem problem) {
    assertHonest(problem, NumericContract.F32);
  }

  private void assertHonest(Problem problem, NumericContract contract) {
    Headroom headroom =
        Headroom.of(reference.expect(problem, contract), new ContractKernel(contract).run(problem));
    assertTrue(headroom.hard() <= 1 && headroom.statistical() <= 1, headroom::toString);
  }

  private interface Value {
    double at(int t, int i);
  }

  /**
   * Two rotary features of a key add up to its score: what one of them rounds off the other has.
   */
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
