package assay.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.FloatFormat;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lemma 24 of docs/numerics.md: the heaviest keys one by one, and the others by a bound. */
final class HeavyKeysTest {

  private static final int KEYS = 500;

  /** Sums of 500 terms in another order. */
  private static final double ROUNDINGS = Roundings.gamma(4 * KEYS, FloatFormat.F64.unitRoundoff());

  private final SplittableRandom random = new SplittableRandom(24);

  @Test
  void areTheHeaviest() {
    double[] weights = weights();
    int[] keys = heaviest(weights).keys();
    double lightest = Arrays.stream(keys).mapToDouble(t -> weights[t]).min().orElseThrow();
    assertEquals(16, keys.length);
    assertEquals(16, Arrays.stream(weights).filter(w -> w >= lightest).count());
  }

  @Test
  void keysWithoutWeightAreNone() {
    HeavyKeys keys = heaviest(0, 0.5, 0, 0.5);
    assertArrayEquals(new int[] {1, 3}, keys.keys());
    assertFalse(keys.has(0));
    assertTrue(keys.has(3));
  }

  /** Two keys of one group are owed what the group weighs, and may be left out with it. */
  @Test
  void knowTheirGroups() {
    HeavyKeys keys = heaviest(0.375, 0.25, 0.375);
    double[] values = {1, 2, 3};
    assertEquals(0.75 * 0.375 * 10 + 0.25 * 0.25 * 4, keys.grouped(values, 1));
    assertEquals(0.25 * 0.25 * 4, keys.grouped(values, 0.25));
    assertEquals(0.375 * 10 + 0.25 * 4, keys.second(values));
  }

  /** What they take out of a bound is never too much, and leaves it nearer the sum. */
  @Test
  void makeTheBoundNearer() {
    double[] weights = weights();
    double[] values = weights();
    double second = sum(weights, values, 1);
    double exact = sum(weights, values, 2);
    double largest = Arrays.stream(values).map(x -> x * x).max().orElseThrow();
    HeavyKeys keys = heaviest(weights);
    double[] own = Arrays.stream(keys.keys()).mapToDouble(t -> values[t]).toArray();
    double whole = terms(weights, new boolean[KEYS]).bound(second, largest);
    boolean[] left = new boolean[KEYS];
    IntStream.range(0, KEYS).forEach(t -> left[t] = keys.has(t));
    double others = terms(weights, left).bound(second - keys.second(own), largest);
    double nearer = keys.squares(own) + others;
    assertTrue(nearer >= exact * (1 - ROUNDINGS));
    assertTrue(nearer < whole, nearer + " " + whole);
  }

  private static HeavyTerms terms(double[] weights, boolean[] without) {
    HeavyTerms terms = new HeavyTerms();
    terms.begin(1);
    for (int t = 0; t < weights.length; t++) {
      if (!without[t]) {
        terms.add(weights[t], weights[t]);
      }
    }
    return terms;
  }

  private static double sum(double[] weights, double[] values, int power) {
    return IntStream.range(0, KEYS)
        .mapToDouble(t -> Math.pow(weights[t], power) * values[t] * values[t])
        .sum();
  }

  private double[] weights() {
    double[] weights =
        IntStream.range(0, KEYS).mapToDouble(t -> Math.exp(2 * random.nextGaussian())).toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  private static HeavyKeys heaviest(double... weights) {
    WeightGroups groups = new WeightGroups();
    groups.begin(weights, weights.length);
    double[] zeros = new double[weights.length];
    HeavyKeys keys = new HeavyKeys();
    ScoreSpreads spreads = ScoreSpreads.of(zeros);
    keys.begin(
        new AttentionTerms(weights, zeros, zeros, spreads, weights.length, false, 1, 64), groups);
    return keys;
  }
}
