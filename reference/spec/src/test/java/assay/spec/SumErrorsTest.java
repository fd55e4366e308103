package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.numerics.FloatFormat;
import assay.spec.SumErrors.Beside;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lemma 21 of docs/numerics.md where it can be seen by eye, and its two laws of chance. */
final class SumErrorsTest {

  private static final double UNIT = FloatFormat.F32.unitRoundoff();
  private static final double LAMBDA = 8;

  @Test
  void aChainHasARoundingForEachTerm_andBlocksHaveFewer() {
    assertEquals(Roundings.gamma(4096, UNIT), of(Accumulation.CHAIN, 4096).hard());
    assertEquals(
        Roundings.gamma(64 + 64, UNIT), of(Accumulation.CHAIN.inBlocksOf(64), 4096).hard());
    assertEquals(Roundings.gamma(10, UNIT), of(Accumulation.CHAIN.inBlocksOf(64), 10).hard());
    double chain = of(Accumulation.CHAIN, 4096).variance(1, 1);
    assertTrue(of(Accumulation.CHAIN.inBlocksOf(64), 4096).variance(1, 1) < chain / 10);
  }

  /** 17 terms cut to a unit of 2^−25 and one sum to 2^−23, in each of 256 steps. */
  @Test
  void aMatrixUnitLosesAllItsCuts() {
    SumErrors sums = of(Accumulation.HOPPER, 4096);
    double step = 17 * 0x1p-25 + 0x1p-23;
    assertEquals(256 * step / (1 - 256 * step), sums.hard());
    assertEquals(256 * (16 * 0x1p-25 + 0x1p-23) / 2, sums.bias());
    assertEquals(0, of(Accumulation.CHAIN, 4096).bias());
  }

  @Test
  void thirteenBitsAreThirteenEvenOfTheAccumulator() {
    double step = 33 * 0x1p-13 + 0x1p-13;
    assertEquals(4 * step / (1 - 4 * step), of(Accumulation.HOPPER_FP8, 128).hard());
  }

  /** All numbers with so many bits past the last that stays, ties to even and odd neighbours alike. */
  @Test
  void theVarianceOfARoundingIsThatOfItsBits() {
    for (int bits = 1; bits < 10; bits++) {
      double sum = 0;
      int all = 2 << bits;
      for (int i = 0; i < all; i++) {
        double x = Math.scalb((double) i, -bits);
        double error = 2 * (Math.rint(x) - x);
        sum += error * error;
      }
      assertEquals(Roundings.variance(bits), sum / all, Math.ulp(1.0));
    }
  }

  /** Partial sums in a random order, rounded at random: rarely further off than the budget. */
  @Test
  void termsInNoParticularOrderKeepTheVariance() {
    SplittableRandom random = new SplittableRandom(7);
    double lambda = Math.sqrt(2 * Math.log(2 / 0.001));
    int n = 200;
    SumErrors sums =
        SumErrors.of(Accumulation.CHAIN, FloatFormat.F32, n, Beside.NOTHING, lambda);
    int beyond = 0;
    for (int run = 0; run < 4000; run++) {
      double[] terms = random.doubles(n).map(x -> x - 0.5).toArray();
      double sum = 0;
      double squares = 0;
      double error = 0;
      for (double term : terms) {
        sum += term;
        squares += term * term;
        error += UNIT * sum * (2 * random.nextDouble() - 1);
      }
      double budget = lambda * Math.sqrt(sums.variance(sum * sum, squares));
      beyond += Math.abs(error) > budget ? 1 : 0;
    }
    assertTrue(beyond <= 4, beyond + " of 4000, where 4 are expected at most");
  }

  /** Lemma 23: positive terms first, negative ones later; their order matters, and its path says how. */
  @Test
  void termsInAnAdverseOrderKeepTheVarianceOfTheirPath() {
    SplittableRandom random = new SplittableRandom(8);
    int n = 200_000;
    SumErrors sums = of(Accumulation.CHAIN, n);
    float chain = 0;
    double sum = 0;
    double squares = 0;
    double path = 0;
    for (int i = 0; i < n; i++) {
      float term = (float) (random.nextDouble() + 0.5) * (i < n / 2 ? 1 : -1);
      chain += term;
      sum += term;
      squares += (double) term * term;
      path += sum * sum / n;
    }
    double error = Math.abs(chain - sum);
    assertTrue(error <= LAMBDA * Math.sqrt(sums.variance(path, sum * sum, squares, n)));
    assertTrue(error > LAMBDA * Math.sqrt(sums.variance(sum * sum, squares)));
  }

  @Test
  void refusesWhatIsNoCount() {
    assertThrows(IllegalArgumentException.class, () -> new Accumulation.Rounded(0));
    assertThrows(IllegalArgumentException.class, () -> new Accumulation.Truncated(1, 0, 25));
    assertThrows(IllegalArgumentException.class, () -> new Accumulation.Truncated(1, 16, 0));
    assertThrows(IllegalArgumentException.class, () -> Accumulation.HOPPER.inBlocksOf(-1));
  }

  private static SumErrors of(Accumulation sums, int terms) {
    return SumErrors.of(sums, FloatFormat.F32, terms, Beside.NOTHING, LAMBDA);
  }
}
