package assay.golden.lanes;

/** Products of {@link DoubleTiles#ROWS} shared rows with the rows in a panel's lanes. */
interface DoubleRows {

  /**
   * c[r, j] += Σ_k a[r, k] b[k, j], one chain of fused multiply-adds each, k ascending.
   *
   * @param a rows r that are {@link DoubleTiles#ROW} apart
   * @param b [depth, width]
   * @param width {@link DoubleTiles#HALF} or {@link DoubleTiles#PANEL}
   * @param c [ROWS, width]
   */
  void add(double[] a, int aAt, int depth, double[] b, int bAt, int width, double[] c, int cAt);
}
