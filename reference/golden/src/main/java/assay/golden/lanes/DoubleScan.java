package assay.golden.lanes;

/** Which keys of a tile weigh something, for the rows in a panel's lanes. */
interface DoubleScan {

  /**
   * Lane by lane: the set of the keys whose weight is at least {@code least}, bit t for key t; the
   * sum of the other weights, t ascending.
   *
   * @param w weights, [keys, width] from {@code at} on
   * @param keys at most 64
   * @param heavy [width], and so {@code light}: overwritten
   */
  void scan(double[] w, int at, int keys, int width, double least, long[] heavy, double[] light);
}
