package assay.golden.lanes;

/** The one order in which partial sums are added. */
final class DoubleSum {

  private DoubleSum() {}

  /** Halves are added to each other until one number is left. */
  static double of(double[] sums, int at) {
    double s0 = sums[at] + sums[at + 4] + (sums[at + 2] + sums[at + 6]);
    double s1 = sums[at + 1] + sums[at + 5] + (sums[at + 3] + sums[at + 7]);
    return s0 + s1;
  }
}
