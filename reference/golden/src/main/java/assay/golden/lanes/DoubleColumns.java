package assay.golden.lanes;

/** Sums of shared rows, weighted by what is in a panel's lanes. */
interface DoubleColumns {

  /**
   * c[r, j] = factors[j] c[r, j] + Σ_k a[k, r] b[k, j] for {@link DoubleTiles#ROWS} columns r of a:
   * the sum is one chain of fused multiply-adds, k ascending; one more adds it.
   *
   * @param a rows k that are {@link DoubleTiles#ROW} apart
   * @param b [depth, width]
   * @param width {@link DoubleTiles#HALF} or {@link DoubleTiles#PANEL}
   * @param factors [width]
   * @param c [ROWS, width]
   * @param sums room for ROWS · PANEL numbers, overwritten
   */
  void add(
      double[] a,
      int aAt,
      int depth,
      double[] b,
      int bAt,
      int width,
      double[] factors,
      int factorsAt,
      double[] c,
      int cAt,
      double[] sums);
}
