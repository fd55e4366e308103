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
      int width,
      float[] factors,
      int factorsAt,
      float[] c,
      int cAt,
      float[] sums) {
    for (int r = 0; r < FloatTiles.ROWS; r++) {
      for (int j = 0; j < width; j++) {
        float sum = 0;
        for (int k = 0; k < depth; k++) {
          sum = Math.fma(a[aAt + k * FloatTiles.ROW + r], b[bAt + k * width + j], sum);
        }
        int at = cAt + r * width + j;
        c[at] = Math.fma(c[at], factors[factorsAt + j], sum);
      }
    }
  }
}
