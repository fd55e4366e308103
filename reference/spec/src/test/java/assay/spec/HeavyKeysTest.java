package assay.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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

  /** Seventeen keys: one is left, wherever it is. */
  @Test
  void othersAreAddedByTheirGroups() {
    for (int lightest = 0; lightest < 17; lightest++) {
      double[] weights = new double[17];
      Arrays.fill(weights, 0.05);
      weights[lightest] = 0.03125;
      HeavyTerms others = new HeavyTerms();
      heaviest(weights).gatherOthers(terms(weights), groups(weights), others);
      assertEquals(0.03125 * 0.03125, others.bound(0.03125, 1));
    }
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
    HeavyTerms all = new HeavyTerms();
    all.begin(Arrays.stream(weights).max().orElseThrow());
    all.add(weights, weights, 0, KEYS);
    double whole = all.bound(second, largest);
    HeavyTerms left = new HeavyTerms();
    keys.gatherOthers(terms(weights), groups(weights), left);
    double others = left.bound(second - keys.second(own), largest);
    double nearer = keys.squares(own) + others;
    assertTrue(nearer >= exact * (1 - ROUNDINGS));
    assertTrue(nearer < whole, nearer + " " + whole);
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
    HeavyKeys keys = new HeavyKeys();
    keys.begin(terms(weights), groups(weights));
    return keys;
  }

  private static WeightGroups groups(double... weights) {
    WeightGroups groups = new WeightGroups();
    groups.begin(weights, weights.length);
    return groups;
  }

  private static AttentionTerms terms(double... weights) {
    double[] zeros = new double[weights.length];
    KeyBounds none = new KeyBounds(0, zeros);
    return new AttentionTerms(
        weights, zeros, none, none, ScoreSpreads.of(zeros), weights.length, false, 1, 64);
  }
}
