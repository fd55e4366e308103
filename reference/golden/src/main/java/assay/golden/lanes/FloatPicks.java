package assay.golden.lanes;

/** Weighted sums of a few rows out of many. */
interface FloatPicks {

  /** Columns that are summed at once. */
  int COLUMNS = 128;

  /**
   * c[d] = factor c[d] + Σ_i w[i] a[rows[i], d] for {@link #COLUMNS} columns d: the sum is one
   * chain of fused multiply-adds, i ascending; one more adds it.
   *
   * @param a rows that are COLUMNS apart: near together, or cache lines would push each other out
   * @param at where the {@code count} numbers of rows and of w begin
   */
  void add(
      float[] a,
      int aAt,
      int[] rows,
      float[] w,
      int at,
      int count,
      float factor,
      float[] c,
      int cAt);
}
