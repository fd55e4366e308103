package assay.pages;

import java.util.ArrayList;
import java.util.List;

/** Headrooms in bins of 0.05 up to the budget, and one bin for all that is over it. */
record Histogram(List<Bin> bins) {

  static final int WITHIN = 20;

  /**
   * @param label its range
   * @param over whether it holds what is over budget
   */
  record Bin(String label, boolean over, long cases) {}

  static Histogram of(double[] headrooms) {
    long[] counts = new long[WITHIN + 1];
    for (double headroom : headrooms) {
      counts[index(headroom)]++;
    }
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < WITHIN; i++) {
      bins.add(new Bin("%s to %s".formatted(edge(i), edge(i + 1)), false, counts[i]));
    }
    bins.add(new Bin("over 1", true, counts[WITHIN]));
    return new Histogram(bins);
  }

  long cases() {
    return bins.stream().mapToLong(Bin::cases).sum();
  }

  long tallest() {
    return bins.stream().mapToLong(Bin::cases).max().orElse(0);
  }

  /** Exactly 1 is within the budget. */
  private static int index(double headroom) {
    return headroom > 1 ? WITHIN : Math.min((int) (headroom * WITHIN), WITHIN - 1);
  }

  private static String edge(int bin) {
    return "%d.%02d".formatted(bin / WITHIN, bin % WITHIN * (100 / WITHIN));
  }
}
