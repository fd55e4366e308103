package assay.golden.lanes;

/** Products of {@link FloatTiles#ROWS} shared rows with the rows in a panel's lanes. */
interface FloatRows {

  /**
   * c[r, j] += Σ_k a[r, k] b[k, j], one chain of fused multiply-adds each, k ascending.
   *
   * @param a rows r that are {@link FloatTiles#ROW} apart
   * @param b rows k that are {@link FloatTiles#PANEL} apart
   * @param width lanes: {@link FloatTiles#HALF} or {@link FloatTiles#PANEL}
   * @param c ROWS rows that are PANEL apart
   */
  void add(float[] a, int aAt, int depth, float[] b, int bAt, int width, float[] c, int cAt);
}
