package assay.golden.lanes;

/** {@link FloatColumns} in plain Java. */
final class ScalarFloatColumns implements FloatColumns {

  @Override
  public void add(
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
      float[] sums) {
    for (int j = 0; j < FloatTiles.ROWS; j++) {
      for (int i = 0; i < SPAN; i++) {
        float sum = 0;
        for (int k = 0; k < depth; k++) {
          float weight = b[bAt + k * FloatTiles.PANEL + j];
          sum = Math.fma(weight, a[aAt + k * FloatTiles.ROW + i], sum);
        }
        int at = cAt + j * stride + i;
        c[at] = Math.fma(c[at], factors[factorsAt + j], sum);
      }
    }
  }
}
