package assay.spec;

import java.util.Arrays;

/**
 * Keys with equal softmax weights, which round alike, and what each group weighs.
 *
 * <p>Of one row after another; buffers are kept.
 */
final class WeightGroups {

  private final SeenWeights seen = new SeenWeights();
  private double[] weights = {};
  private double[] groupWeights = {};
  private int[] table = {};
  private int shift;
  private double heaviest;
  private double second;
  private double repeated;

  /** The weights are not copied, and may not change. */
  void begin(double[] newWeights, int keys) {
    weights = newWeights;
    repeated = 0;
    groupWeights = weights;
    double[] totals = weights;
    if (!areDistinct(keys)) {
      totals = group(keys);
    }
    rank(totals, keys);
  }

  private boolean areDistinct(int keys) {
    int[] again = seen.again(weights, keys);
    if (again.length == SeenWeights.MOST) {
      return false;
    }
    for (int key : again) {
      for (int t = 0; t < key; t++) {
        if (weights[t] == weights[key]) {
          return false;
        }
      }
    }
    return true;
  }

  /** Each group's weight at its first key, and 0 at the others. */
  private double[] group(int keys) {
    clearTable(keys);
    double[] totals = Arrays.copyOf(weights, keys);
    int[] firsts = new int[keys];
    int[] counts = new int[keys];
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
    repeated = repeats(counts) / (double) keys;
    return totals;
  }

  private void clearTable(int keys) {
    int bits = 33 - Integer.numberOfLeadingZeros(Math.max(1, keys));
    shift = 64 - bits;
    if (table.length == 1 << bits) {
      Arrays.fill(table, 0);
    } else {
      table = new int[1 << bits];
    }
  }

  /** Keys that are not alone in their group. */
  private int repeats(int[] counts) {
    int repeats = 0;
    for (int t = 0; t < counts.length; t++) {
      repeats += counts[t] > 1 && weights[t] > 0 ? counts[t] : 0;
    }
    return repeats;
  }

  private void rank(double[] groups, int keys) {
    double first = 0;
    double next = 0;
    for (int t = 0; t < keys; t++) {
      if (groups[t] > next) {
        next = Math.min(first, groups[t]);
        first = Math.max(first, groups[t]);
      }
    }
    heaviest = first;
    second = next;
  }

  /** Where the group of this weight is in the table, or will be. */
  private int slot(double weight) {
    long bits = Double.doubleToRawLongBits(weight);
    int slot = (int) (bits * SeenWeights.GOLDEN >>> shift);
    while (table[slot] != 0 && Double.doubleToRawLongBits(weights[table[slot] - 1]) != bits) {
      slot = (slot + 1) & (table.length - 1);
    }
    return slot;
  }

  /** What the group of this key weighs. */
  double weightOf(int key) {
    return groupWeights[key];
  }

  /** What the group of each key weighs; longer than the row, perhaps. */
  double[] all() {
    return groupWeights;
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
