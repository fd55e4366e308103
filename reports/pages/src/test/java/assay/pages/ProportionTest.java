package assay.pages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProportionTest {

  /** By its definition: at this probability so few hits are as rare as one in twenty. */
  @ParameterizedTest
  @CsvSource({"0,100000", "0,1", "1,100000", "7,50", "49,50"})
  void soFewHits_areOneInTwenty(int hits, int trials) {
    double p = new Proportion(hits, trials).atMost();
    double rare = 1 - Proportion.CONFIDENCE;
    assertTrue(soFew(hits, trials, p - Proportion.ACCURACY) >= rare);
    assertTrue(soFew(hits, trials, p + Proportion.ACCURACY) <= rare);
  }

  private static double soFew(int hits, int trials, double p) {
    return new BinomialDistribution(trials, p).cumulativeProbability(hits);
  }

  @Test
  void whatAlwaysHappens_mayBeCertain() {
    assertEquals(1, new Proportion(50, 50).atMost());
  }

  @Test
  void moreTrialsWithoutAHit_sayMore() {
    assertTrue(new Proportion(0, 2000).atMost() < new Proportion(0, 1000).atMost());
  }

  @ParameterizedTest
  @CsvSource({"-1,1", "2,1", "0,0"})
  void countsThatAreNone_areRefused(int hits, int trials) {
    assertThrows(IllegalArgumentException.class, () -> new Proportion(hits, trials));
  }
}
