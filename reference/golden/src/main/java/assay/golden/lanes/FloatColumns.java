package assay.golden.lanes;

/** Sums of shared rows, weighted by what is in a panel's lanes. */
interface FloatColumns {

  /**
   * c[r, j] = factors[j] c[r, j] + Σ_k a[k, r] b[k, j] for {@link FloatTiles#ROWS} columns r of a:
   * the sum is one chain of fused multiply-adds, k ascending; one more adds it.
   *
   * @param a rows k that are {@link FloatTiles#ROW} apart
   * @param b [depth, width]
   * @param width {@link FloatTiles#HALF} or {@link FloatTiles#PANEL}
   * @param factors [width]
   * @param c [ROWS, width]
   * @param sums room for ROWS · PANEL numbers, overwritten
   */
  void add(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      int width,
      float[] factors,
      int factorsAt,
      float[] c,
      int cAt,
      float[] sums);
}
