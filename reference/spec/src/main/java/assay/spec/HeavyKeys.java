package assay.spec;

import java.util.Arrays;

/**
 * The heaviest keys of a row, whose values enter its budget one by one: lemma 24 of
 * docs/numerics.md.
 *
 * <p>Of one row after another; buffers are kept.
 */
final class HeavyKeys {

  private static final int MOST = 16;

  private final int[] keys = new int[MOST];
  private final double[] weights = new double[MOST];
  private final double[] groups = new double[MOST];
  private int count;

  /** Chooses the row's keys; {@code rowGroups} are of the same row. */
  void begin(AttentionTerms row, WeightGroups rowGroups) {
    choose(row.weights(), row.keys());
    for (int k = 0; k < count; k++) {
      groups[k] = rowGroups.weightOf(keys[k]);
    }
  }

  private void choose(double[] all, int rowKeys) {
    count = 0;
    double heavy = 0;
    for (int t = 0; t < rowKeys; t++) {
      if (all[t] > heavy) {
        put(count < MOST ? count++ : lightest(), t, all[t]);
        heavy = count < MOST ? 0 : weights[lightest()];
      }
    }
  }

  private void put(int place, int key, double weight) {
    keys[place] = key;
    weights[place] = weight;
  }

  private int lightest() {
    int lightest = 0;
    for (int k = 1; k < count; k++) {
      lightest = weights[k] < weights[lightest] ? k : lightest;
    }
    return lightest;
  }

  /** Makes {@code terms} all other keys of the row, by what their groups weigh. */
  void gatherOthers(AttentionTerms row, WeightGroups rowGroups, HeavyTerms terms) {
    boolean distinct = rowGroups.repeated() == 0;
    terms.begin(distinct ? weights[lightest()] : rowGroups.heaviest());
    int[] ascending = keys();
    Arrays.sort(ascending);
    int from = 0;
    for (int key : ascending) {
      terms.add(rowGroups.all(), row.weights(), from, key);
      from = key + 1;
    }
    terms.add(rowGroups.all(), row.weights(), from, row.keys());
  }

  int[] keys() {
    return Arrays.copyOf(keys, count);
  }

  /** Σ w_t v_t² over these keys, in the order of {@link #keys}. */
  double second(double[] values) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += weights[k] * values[k] * values[k];
    }
    return sum;
  }

  /** Σ (w_t v_t)². */
  double squares(double[] values) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      double term = weights[k] * values[k];
      sum += term * term;
    }
    return sum;
  }

  /** Σ G(t) w_t v_t² over those in groups that weigh {@code most} or less. */
  double grouped(double[] values, double most) {
    double sum = 0;
    for (int k = 0; k < count; k++) {
      sum += groups[k] <= most ? groups[k] * weights[k] * values[k] * values[k] : 0;
    }
    return sum;
  }
}
