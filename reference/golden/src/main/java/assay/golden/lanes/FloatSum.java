package assay.golden.lanes;

/** The one order in which partial sums are added. */
final class FloatSum {

  private FloatSum() {}

  /** Halves are added to each other until one number is left. */
  static float of(float[] sums, int at) {
    float s0 = sums[at] + sums[at + 8] + (sums[at + 4] + sums[at + 12]);
    float s1 = sums[at + 1] + sums[at + 9] + (sums[at + 5] + sums[at + 13]);
    float s2 = sums[at + 2] + sums[at + 10] + (sums[at + 6] + sums[at + 14]);
    float s3 = sums[at + 3] + sums[at + 11] + (sums[at + 7] + sums[at + 15]);
    return s0 + s2 + (s1 + s3);
  }
}
