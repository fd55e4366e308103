package assay.pages;

import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * How often something happened in independent trials, and so how likely it is at most.
 *
 * @param hits of the trials, 0 to {@code trials}
 * @param trials at least 1
 */
record Proportion(long hits, long trials) {

  /** How sure {@link #atMost} is. */
  static final double CONFIDENCE = 0.95;

  /** How far {@link #atMost} may be off. */
  static final double ACCURACY = 1e-12;

  Proportion {
    if (trials < 1 || hits < 0 || hits > trials) {
      throw new IllegalArgumentException(
          "hits is %d of trials %d; it must be 0 to trials, of at least 1".formatted(hits, trials));
    }
  }

  /**
   * The probability that would have shown no more hits only once in twenty runs: the upper end of
   * Clopper and Pearson's exact interval (Biometrika 26, 1934); near 3/trials where there were
   * none.
   */
  double atMost() {
    if (hits == trials) {
      return 1;
    }
    return new BetaDistribution(hits + 1, trials - hits, ACCURACY)
        .inverseCumulativeProbability(CONFIDENCE);
  }
}
