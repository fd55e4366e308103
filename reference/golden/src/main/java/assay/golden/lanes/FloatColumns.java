package assay.golden.lanes;

/** Sums of shared rows, weighted by what is in a panel's lanes. */
interface FloatColumns {

  /** Columns of a in one call. */
  int SPAN = 32;

  /**
   * c[j, i] = factors[j] c[j, i] + Σ_k b[k, j] a[k, i] for {@link FloatTiles#ROWS} lanes j and
   * {@link #SPAN} columns i: the sum is one chain of fused multiply-adds, k ascending; one more
   * adds it.
   *
   * @param a rows k that are {@link FloatTiles#ROW} apart
   * @param b rows k that are {@link FloatTiles#PANEL} apart
   * @param factors one for each lane
   * @param c rows j that are {@code stride} apart
   * @param sums room for ROWS · SPAN numbers, overwritten
   */
  void add(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      float[] factors,
      int factorsAt,
      float[] c,
      int cAt,
      int stride,
      float[] sums);
}
