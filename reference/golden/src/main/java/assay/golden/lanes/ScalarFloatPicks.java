package assay.golden.lanes;

/** {@link FloatPicks} in plain Java. */
final class ScalarFloatPicks implements FloatPicks {

  @Override
  public void add(
      float[] a,
      int aAt,
      int[] rows,
      float[] w,
      int at,
      int count,
      float factor,
      float[] c,
      int cAt) {
    for (int d = 0; d < COLUMNS; d++) {
      float sum = 0;
      for (int i = at; i < at + count; i++) {
        sum = Math.fma(w[i], a[aAt + rows[i] * COLUMNS + d], sum);
      }
      c[cAt + d] = Math.fma(c[cAt + d], factor, sum);
    }
  }
}
