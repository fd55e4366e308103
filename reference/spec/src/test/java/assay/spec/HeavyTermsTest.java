package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Lemma 24 of docs/numerics.md: never below the sum, and near it where no term is heavy. */
final class HeavyTermsTest {

  private static final int KEYS = 400;

  /** Sums of 400 terms in another order. */
  private static final double ROUNDINGS =
      Roundings.gamma(2 * KEYS, assay.numerics.FloatFormat.F64.unitRoundoff());

  private final SplittableRandom random = new SplittableRandom(11);

  /** Large values at heavy keys, at light ones, and anywhere. */
  @Test
  void isNeverBelowTheSum() {
    for (int i = 0; i < 300; i++) {
      double[] weights = weights(3 * random.nextDouble());
      double[] sizes = random.nextBoolean() ? weights : groups(weights);
      double[] values = values(weights, i % 3);
      HeavyTerms terms = terms(sizes, weights);
      double bound = terms.bound(second(weights, values), largest(values));
      assertTrue(bound >= sum(sizes, weights, values, 2) * (1 - ROUNDINGS), "problem " + i);
    }
  }

  /** Seen to fail: a largest value that is too small. */
  @Test
  void aLargestValueThatIsNoneIsSeen() {
    double[] weights = weights(2);
    double[] values = values(weights, 0);
    HeavyTerms terms = terms(weights, weights);
    double wrong = terms.bound(second(weights, values), largest(values) / 400, 1);
    assertTrue(wrong < sum(weights, weights, values, 2));
  }

  /** Weights of many sizes and values of one: what the heaviest alone allows is far more. */
  @Test
  void ofValuesOfOneSizeIsTheSumItself() {
    double[] weights = weights(2);
    double[] values = IntStream.range(0, KEYS).mapToDouble(t -> t % 2 == 0 ? 1 : -1).toArray();
    double bound = terms(weights, weights).bound(second(weights, values), 1, largest(weights, 1));
    assertEquals(sum(weights, weights, values, 2), bound, bound * ROUNDINGS);
    assertTrue(bound < largest(weights, 1) / 2);
  }

  @Test
  void forgets() {
    HeavyTerms terms = terms(weights(1), weights(1));
    terms.begin(0.5);
    terms.add(new double[] {0.5}, new double[] {0.5}, 0, 1);
    assertEquals(0.25, terms.bound(1, 1, 0.5));
  }

  private static HeavyTerms terms(double[] sizes, double[] weights) {
    HeavyTerms terms = new HeavyTerms();
    terms.begin(largest(sizes, 1));
    terms.add(sizes, weights, 0, KEYS);
    return terms;
  }

  private double[] weights(double deviation) {
    double[] weights =
        IntStream.range(0, KEYS)
            .mapToDouble(t -> Math.exp(deviation * random.nextGaussian()))
            .toArray();
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }

  /** As though some keys were alike: none smaller than its weight. */
  private double[] groups(double[] weights) {
    return Arrays.stream(weights).map(weight -> weight * (1 + random.nextInt(3))).toArray();
  }

  private double[] values(double[] weights, int kind) {
    double middle = Arrays.stream(weights).sorted().toArray()[KEYS / 2];
    return IntStream.range(0, KEYS)
        .mapToDouble(t -> random.nextGaussian() * factor(weights[t] > middle, kind))
        .toArray();
  }

  private static double factor(boolean heavy, int kind) {
    return switch (kind) {
      case 0 -> heavy ? 30 : 1;
      case 1 -> heavy ? 1 : 30;
      default -> 1;
    };
  }

  private static double second(double[] weights, double[] values) {
    return IntStream.range(0, KEYS).mapToDouble(t -> weights[t] * values[t] * values[t]).sum();
  }

  private static double sum(double[] sizes, double[] weights, double[] values, int power) {
    return IntStream.range(0, KEYS)
        .mapToDouble(t -> sizes[t] * weights[t] * Math.pow(values[t], power))
        .sum();
  }

  /** The largest square. */
  private static double largest(double[] values) {
    return Arrays.stream(values).map(x -> x * x).max().orElseThrow();
  }

  private static double largest(double[] sizes, double times) {
    return times * Arrays.stream(sizes).max().orElseThrow();
  }
}
