package assay.golden.lanes;

/** {@link DoubleRows} in plain Java. */
final class ScalarDoubleRows implements DoubleRows {

  @Override
  public void add(
      double[] a, int aAt, int depth, double[] b, int bAt, int width, double[] c, int cAt) {
    for (int r = 0; r < DoubleTiles.ROWS; r++) {
      for (int k = 0; k < depth; k++) {
        double factor = a[aAt + r * DoubleTiles.ROW + k];
        for (int j = 0; j < width; j++) {
          int at = cAt + r * width + j;
          c[at] = Math.fma(factor, b[bAt + k * width + j], c[at]);
        }
      }
    }
  }
}
