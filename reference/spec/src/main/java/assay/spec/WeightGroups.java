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

  /** Each group's weight at its first key, and 0 at the others. */
  private double[] totals = {};

  private int[] table = {};
  private int shift;
  private double heaviest;
  private double second;
  private double repeated;

  /** The weights are not copied, and may not change. */
  void begin(double[] newWeights, int keys) {
    weights = newWeights;
    groupWeights = weights;
    repeated = 0;
    totals = weights;
    int[] again = seen.again(weights, keys);
    if (again.length == SeenWeights.MOST) {
      group(keys);
    } else {
      for (int key : again) {
        join(key, keys);
      }
    }
    rank(keys);
  }

  /** Makes all keys with the weight of {@code key} a group, if there are more and it is none. */
  private void join(int key, int keys) {
    double weight = weights[key];
    int count = 0;
    for (int t = 0; t < keys; t++) {
      count += weights[t] == weight ? 1 : 0;
    }
    if (count > 1 && groupWeights[key] == weight && weight > 0) {
      repeated += count / (double) keys;
      join(weight, count * weight, keys);
    }
  }

  private void join(double weight, double total, int keys) {
    groupWeights = groupWeights == weights ? weights.clone() : groupWeights;
    totals = totals == weights ? weights.clone() : totals;
    boolean first = true;
    for (int t = 0; t < keys; t++) {
      if (weights[t] == weight) {
        groupWeights[t] = total;
        totals[t] = first ? total : 0;
        first = false;
      }
    }
  }

  private void group(int keys) {
    clearTable(keys);
    totals = Arrays.copyOf(weights, keys);
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

  private void rank(int keys) {
    double first = 0;
    double next = 0;
    for (int t = 0; t < keys; t++) {
      double total = totals[t];
      if (total > next) {
        next = Math.min(first, total);
        first = Math.max(first, total);
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
