package assay.spec;

import java.util.Arrays;

/**
 * Keys with equal softmax weights, which round alike, and what each group weighs.
 *
 * <p>Of one row after another; buffers are kept.
 */
final class WeightGroups {

  /** Of a multiplicative hash: 2^64 over the golden ratio. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private double[] weights = {};
  private double[] groupWeights = {};
  private int[] table = {};
  private int shift;
  private double heaviest;
  private double second;
  private double repeated;
  private int[] counts = {};

  /** The weights are not copied, and may not change. */
  void begin(double[] newWeights, int keys) {
    int bits = 33 - Integer.numberOfLeadingZeros(Math.max(1, keys));
    weights = newWeights;
    shift = 64 - bits;
    if (table.length == 1 << bits) {
      Arrays.fill(table, 0);
    } else {
      table = new int[1 << bits];
    }
    repeated = 0;
    groupWeights = weights;
    double[] totals = weights;
    if (!areDistinct(keys)) {
      totals = group(keys);
      repeated = repeats(keys) / (double) keys;
    }
    rank(totals, keys);
  }

  private boolean areDistinct(int keys) {
    for (int t = 0; t < keys; t++) {
      int slot = slot(weights[t]);
      if (table[slot] != 0) {
        return false;
      }
      table[slot] = t + 1;
    }
    return true;
  }

  /** Each group's weight at its first key, and 0 at the others. */
  private double[] group(int keys) {
    double[] totals = Arrays.copyOf(weights, keys);
    int[] firsts = new int[keys];
    counts = new int[keys];
    for (int t = 0; t < keys; t++) {
      int slot = slot(weights[t]);
      int first = table[slot] == 0 ? t : table[slot] - 1;
      table[slot] = first + 1;
      firsts[t] = first;
      counts[first]++;
      if (first < t) {
        totals[first] += weights[t];
        totals[t] = 0;
      }
    }
    groupWeights = Arrays.stream(firsts).mapToDouble(first -> totals[first]).toArray();
    return totals;
  }

  /** Keys that are not alone in their group. */
  private int repeats(int keys) {
    int repeats = 0;
    for (int t = 0; t < keys; t++) {
      repeats += counts[t] > 1 && weights[t] > 0 ? counts[t] : 0;
    }
    return repeats;
  }

  private void rank(double[] groups, int keys) {
    heaviest = 0;
    second = 0;
    for (int t = 0; t < keys; t++) {
      if (groups[t] > second) {
        second = Math.min(heaviest, groups[t]);
        heaviest = Math.max(heaviest, groups[t]);
      }
    }
  }

  /** Where the group of this weight is in the table, or will be. */
  private int slot(double weight) {
    long bits = Double.doubleToRawLongBits(weight);
    int slot = (int) (bits * GOLDEN >>> shift);
    while (table[slot] != 0 && Double.doubleToRawLongBits(weights[table[slot] - 1]) != bits) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  /** What the group of this key weighs. */
  double weightOf(int key) {
    return groupWeights[key];
  }

  /** The share of keys with a weight that others have too. */
  double repeated() {
    return repeated;
  }

  /** What the heaviest group weighs. */
  double heaviest() {
    return heaviest;
  }

  /** What the second heaviest group weighs; 0 where there is one group. */
  double second() {
    return second;
  }
}
