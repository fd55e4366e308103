package assay.golden.lanes;

/** Dot products along rows as they lie in memory: for few rows, where memory sets the pace. */
interface DoubleDots {

  /** Rows of w in one call. */
  int ROWS = 4;

  /**
   * y[r] = Σ_i x_i w[r, i] for {@link #ROWS} rows, each in {@link DoubleTiles#HALF} partial sums:
   * partial sum j takes the elements i ≡ j in ascending order; {@link DoubleSum} adds them.
   *
   * @param stride elements from one row of w to the next
   * @param sums room for one vector of partial sums of each row
   */
  void dot(
      double[] x,
      int xAt,
      double[] w,
      int wAt,
      int stride,
      int n,
      double[] sums,
      double[] y,
      int yAt);

  /**
   * The same for {@link #ROWS} rows of x, which lie as those of w do: y[q, r] for row q of x.
   *
   * @param sums room for one vector of partial sums of each element of y
   */
  default void square(
      double[] x,
      int xAt,
      double[] w,
      int wAt,
      int stride,
      int n,
      double[] sums,
      double[] y,
      int yAt) {
    for (int q = 0; q < ROWS; q++) {
      dot(x, xAt + q * stride, w, wAt, stride, n, sums, y, yAt + q * ROWS);
    }
  }
}
