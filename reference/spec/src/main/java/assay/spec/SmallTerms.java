package assay.spec;

import java.util.Arrays;

/**
 * The weights of a row by size: what is so small beside the sum that adding it changes nothing, or
 * always by the same step. Lemma 22 of docs/numerics.md.
 */
final class SmallTerms {

  /** Weights are told apart down to 2^−{@code FINEST}. */
  private static final int FINEST = 64;

  private final int[] counts = new int[FINEST + 1];
  private final double[] totals = new double[FINEST + 1];
  private final double[] squares = new double[FINEST + 1];
  private final double[] roundings = new double[FINEST + 1];

  /** Forgets everything. */
  void clear() {
    Arrays.fill(counts, 0);
    Arrays.fill(totals, 0);
    Arrays.fill(squares, 0);
  }

  /** Adds a weight of at most 1; 0 is none. */
  void add(double weight) {
    if (weight == 0) {
      return;
    }
    int size = size(weight);
    counts[size]++;
    totals[size] += weight;
    squares[size] += weight * weight;
  }

  /** To be called once all are added. */
  void count() {
    double smaller = 0;
    for (int size = FINEST; size >= 0; size--) {
      roundings[size] = smaller * Math.scalb(1.0, 2 * size);
      smaller += squares[size];
    }
    double larger = 0;
    for (int size = 0; size <= FINEST; size++) {
      larger += counts[size];
      roundings[size] += larger;
    }
  }

  /**
   * How many roundings of {@code step} the terms come to: a term that is smaller than the step is
   * rounded by no more than itself.
   */
  double roundings(double step) {
    return roundings[size(step)];
  }

  /** At most what terms below {@code size} lose, each no more than {@code most} and itself. */
  double lost(double size, double most) {
    double lost = 0;
    for (int i = size(size); i <= FINEST; i++) {
      lost += Math.min(totals[i], counts[i] * most);
    }
    return lost;
  }

  private static int size(double weight) {
    return Math.clamp(-Math.getExponent(weight), 0, FINEST);
  }
}
