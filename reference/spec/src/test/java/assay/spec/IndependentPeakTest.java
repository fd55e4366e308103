package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.FloatFormat;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lemma 20 of docs/numerics.md: never below the maximum, and the maximum where few keys weigh. */
final class IndependentPeakTest {

  private static final double LAMBDA = 8;
  private static final SumErrors DOT =
      SumErrors.of(Accumulation.CHAIN, FloatFormat.F32, 576, SumErrors.Beside.NOTHING, LAMBDA);

  /** Four roundings on either side, beside what both have in common: scale, sum, root, product. */
  private static final double ROUNDINGS = Roundings.gamma(8, FloatFormat.F64.unitRoundoff());

  /** Counts how many are worked out. */
  private static final class Counted implements ScoreSpreads {
    private final double[] squares;
    int exact;

    Counted(double... squares) {
      this.squares = squares;
    }

    @Override
    public double square(int t) {
      exact++;
      return squares[t];
    }
  }

  @Test
  void isTheMaximumWhereFewKeysWeigh() {
    for (long seed = 0; seed < 50; seed++) {
      Counted spreads = spreads(300, seed);
      double[] weights = weights(300, seed, 3);
      double peak = peak(weights, spreads, 3, spreads.squares);
      assertTrue(spreads.exact <= 16);
      assertTrue(peak >= peak(weights, spreads.squares) * (1 - ROUNDINGS));
      assertTrue(peak <= peak(weights, spreads.squares) * (1 + ROUNDINGS));
    }
  }

  @Test
  void isNeverBelowTheMaximum() {
    for (long seed = 0; seed < 50; seed++) {
      Counted spreads = spreads(300, seed);
      double[] weights = weights(300, seed, 0.01);
      double peak = peak(weights, spreads, 3, spreads.squares);
      assertTrue(spreads.exact <= 16);
      assertTrue(peak >= peak(weights, spreads.squares) * (1 - ROUNDINGS));
      assertTrue(peak <= 4 * peak(weights, spreads.squares));
    }
  }

  /** Between 1.8 and 2 a weight's relative error, e^x − 1, is above x + x². */
  @Test
  void isNeverBelowTheMaximum_whereTheExponentialBends() {
    double heavier = 1.85;
    double lighter = 1.99;
    double[] weights = {0.56, 0.44};
    double peak = peak(weights, square(spreadOf(heavier)), square(spreadOf(lighter)));
    double error = Math.expm1(lighter) / LAMBDA;
    assertTrue(peak >= weights[1] * error * error);
  }

  @Test
  void aKeyThatWeighsNothing_hasNoPart() {
    assertEquals(peak(new double[] {0.6, 0.4}, 1, 2), peak(new double[] {0.6, 0.4, 0}, 1, 2, 3));
  }

  /** As where all scores are +∞. */
  @Test
  void weightsThatAreNoNumbers_areNoKeys() {
    double[] weights = {Double.NaN, Double.NaN};
    assertTrue(Double.isNaN(peak(weights, 1, 1)));
  }

  /** The spread that alone moves an exponent by {@code x}, λ included. */
  private static double spreadOf(double x) {
    return x / (LAMBDA * Math.sqrt(DOT.variance(0, 1)));
  }

  /** Seen to fail: a bound that is too small hides the maximum. */
  @Test
  void aBoundThatIsNoneIsSeen() {
    double[] weights = {0.7, 0.2, 0.1};
    double[] right = {1, 900, 1};
    double wrong = peak(weights, t -> right[t], 1, new double[] {1, 1, 1});
    assertTrue(wrong < peak(weights, right));
  }

  private static double square(double x) {
    return x * x;
  }

  private static double peak(double[] weights, double... squares) {
    return peak(weights, t -> squares[t], 1, squares);
  }

  private static double peak(
      double[] weights, ScoreSpreads spreads, double factor, double[] squares) {
    double[] scores = Arrays.stream(weights).map(Math::log).toArray();
    int keys = weights.length;
    KeyBounds bounds = new KeyBounds(factor, squares);
    KeyBounds none = new KeyBounds(0, new double[keys]);
    AttentionTerms terms =
        new AttentionTerms(weights, scores, none, bounds, spreads, keys, false, 1, 64);
    WeightGroups groups = new WeightGroups();
    groups.begin(weights, keys);
    IndependentPeak peak =
        new IndependentPeak(NumericContract.F32, LAMBDA, DOT, groups, KeyLoops.PLAIN);
    return peak.of(terms, ScoreMaxima.of(terms, 64, KeyLoops.PLAIN).largest());
  }

  private static Counted spreads(int keys, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Counted(random.doubles(keys, 0.5, 2).toArray());
  }

  private static double[] weights(int keys, long seed, double deviation) {
    SplittableRandom random = new SplittableRandom(seed + 1000);
    double[] weights = new double[keys];
    Arrays.setAll(weights, t -> Math.exp(deviation * random.nextGaussian()));
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight / sum).toArray();
  }
}
