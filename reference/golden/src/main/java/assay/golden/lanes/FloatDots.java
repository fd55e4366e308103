package assay.golden.lanes;

/** Dot products along rows as they lie in memory: for few rows, where memory sets the pace. */
interface FloatDots {

  /** Rows of w in one call. */
  int ROWS = 4;

  /** Rows of w in one call for one row of x: more streams from memory at once. */
  int TALL = 2 * ROWS;

  /**
   * y[r] = Σ_i x_i w[r, i] for {@link #ROWS} rows, each in {@link FloatTiles#HALF} partial sums:
   * partial sum j takes the elements i ≡ j in ascending order; {@link FloatSum} adds them.
   *
   * @param stride elements from one row of w to the next
   * @param sums room for one vector of partial sums of each row
   */
  void dot(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, float[] y, int yAt);

  /**
   * The same for {@link #TALL} rows of w.
   *
   * @param sums room for one vector of partial sums of each row
   */
  default void tall(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, float[] y, int yAt) {
    dot(x, xAt, w, wAt, stride, n, sums, y, yAt);
    dot(x, xAt, w, wAt + ROWS * stride, stride, n, sums, y, yAt + ROWS);
  }

  /**
   * The same for {@link #ROWS} rows of x, which lie as those of w do: y[q, r] for row q of x.
   *
   * @param sums room for one vector of partial sums of each element of y
   */
  default void square(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, float[] y, int yAt) {
    for (int q = 0; q < ROWS; q++) {
      dot(x, xAt + q * stride, w, wAt, stride, n, sums, y, yAt + q * ROWS);
    }
  }
}
