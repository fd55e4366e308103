package assay.spec;

import java.util.Arrays;

/** Keys with equal softmax weights, which round alike, and what each group weighs. */
final class WeightGroups {

  private final double[] distinct;
  private final double[] totals;
  private final int count;

  private WeightGroups(double[] distinct, double[] totals, int count) {
    this.distinct = distinct;
    this.totals = totals;
    this.count = count;
  }

  /** Of a row's keys, and its sink where it has one. */
  static WeightGroups of(AttentionTerms terms) {
    return of(terms.weights(), terms.count());
  }

  static WeightGroups of(double[] weights, int keys) {
    double[] sorted = Arrays.copyOf(weights, keys);
    Arrays.sort(sorted);
    double[] totals = new double[keys];
    int last = -1;
    for (double weight : sorted) {
      if (last < 0 || weight != sorted[last]) {
        sorted[++last] = weight;
      }
      totals[last] += weight;
    }
    return new WeightGroups(sorted, totals, last + 1);
  }

  /** What the group of keys with this weight weighs. */
  double weightOf(double weight) {
    boolean single = count == totals.length;
    return single ? weight : totals[Arrays.binarySearch(distinct, 0, count, weight)];
  }

  /** What the heaviest group weighs. */
  double heaviest() {
    return Arrays.stream(totals, 0, count).max().orElse(0);
  }

  /** What the second heaviest group weighs; 0 where there is one group. */
  double second() {
    double[] order = Arrays.copyOf(totals, count);
    Arrays.sort(order);
    return count < 2 ? 0 : order[count - 2];
  }
}
