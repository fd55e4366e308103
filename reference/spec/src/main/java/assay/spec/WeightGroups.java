package assay.spec;

import java.util.Arrays;

/** Keys with equal softmax weights, which round alike, and what each group weighs. */
final class WeightGroups {

  /** Of a multiplicative hash: 2^64 over the golden ratio. */
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final double[] weights;
  private final double[] totals;
  private final int[] table;
  private final int shift;
  private final boolean distinct;
  private final double heaviest;
  private final double second;

  private WeightGroups(double[] weights, int keys) {
    int bits = 33 - Integer.numberOfLeadingZeros(Math.max(1, keys));
    this.weights = weights;
    this.totals = Arrays.copyOf(weights, keys);
    this.table = new int[1 << bits];
    this.shift = 64 - bits;
    this.distinct = group(keys);
    double first = 0;
    double next = 0;
    for (double total : totals) {
      next = Math.max(next, Math.min(first, total));
      first = Math.max(first, total);
    }
    this.heaviest = first;
    this.second = next;
  }

  /** The weights are not copied, and may not change. */
  static WeightGroups of(double[] weights, int keys) {
    return new WeightGroups(weights, keys);
  }

  /** Gathers each group's weight at its first key; says whether every key is a group. */
  private boolean group(int keys) {
    boolean alone = true;
    for (int t = 0; t < keys; t++) {
      int slot = slot(weights[t]);
      if (table[slot] == 0) {
        table[slot] = t + 1;
      } else {
        totals[table[slot] - 1] += weights[t];
        totals[t] = 0;
        alone = false;
      }
    }
    return alone;
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

  /** What the group of keys with this weight weighs. */
  double weightOf(double weight) {
    return distinct ? weight : totals[table[slot(weight)] - 1];
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
