package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Lemma 22 of docs/numerics.md: never too few roundings, never too little lost. */
final class SmallTermsTest {

  private final double[] weights = weights();
  private final SmallTerms terms = terms(weights);

  @Test
  void countsARoundingForEachTermAboveTheStep_andLessForOthers() {
    for (int exponent = -70; exponent < 2; exponent++) {
      double step = 1.3 * Math.scalb(1.0, exponent);
      double least = 0;
      double most = 0;
      for (double weight : weights) {
        least += Math.min(1, weight * weight / (step * step));
        most += weight >= step / 2 ? 1 : 4 * weight * weight / (step * step);
      }
      assertTrue(terms.roundings(step) >= least * (1 - 0x1p-40), "2^" + exponent);
      assertTrue(exponent < -56 || terms.roundings(step) <= most * (1 + 0x1p-40), "2^" + exponent);
    }
  }

  @Test
  void losesWhatIsBelowTheSize_butNoMoreThanTheMostOfEach() {
    for (int exponent = -50; exponent < 0; exponent++) {
      double size = Math.scalb(1.0, exponent);
      double least = 0;
      for (double weight : weights) {
        least += weight < size ? Math.min(weight, size / 2) : 0;
      }
      assertTrue(terms.lost(size, size / 2) >= least * (1 - 0x1p-40), "2^" + exponent);
    }
  }

  @Test
  void forgets() {
    terms.clear();
    terms.add(1);
    terms.count();
    assertEquals(1, terms.roundings(0.5));
    assertEquals(0, terms.lost(0.5, 1));
  }

  private static SmallTerms terms(double[] weights) {
    SmallTerms terms = new SmallTerms();
    for (double weight : weights) {
      terms.add(weight);
    }
    terms.count();
    return terms;
  }

  /** Of all sizes from 1 to 2^−60. */
  private static double[] weights() {
    return new SplittableRandom(5).doubles(1000).map(x -> Math.pow(2, -60 * x)).toArray();
  }
}
