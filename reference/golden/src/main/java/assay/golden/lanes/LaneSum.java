package assay.golden.lanes;

/** The one order in which eight partial sums are added. */
final class LaneSum {

  private LaneSum() {}

  /** ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7)). */
  static double of(double[] s) {
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }
}
