package assay.golden.lanes;

/** {@link FloatRows} in plain Java. */
final class ScalarFloatRows implements FloatRows {

  @Override
  public void add(
      float[] a, int aAt, int depth, float[] b, int bAt, int width, float[] c, int cAt) {
    for (int r = 0; r < FloatTiles.ROWS; r++) {
      for (int k = 0; k < depth; k++) {
        float factor = a[aAt + r * FloatTiles.ROW + k];
        for (int j = 0; j < width; j++) {
          int at = cAt + r * FloatTiles.PANEL + j;
          c[at] = Math.fma(factor, b[bAt + k * FloatTiles.PANEL + j], c[at]);
        }
      }
    }
  }
}
