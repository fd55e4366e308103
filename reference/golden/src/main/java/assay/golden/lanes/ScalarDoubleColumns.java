package assay.golden.lanes;

/** {@link DoubleColumns} in plain Java. */
final class ScalarDoubleColumns implements DoubleColumns {

  @Override
  public void add(
      double[] a,
      int aAt,
      int depth,
      double[] b,
      int bAt,
      int width,
      double[] factors,
      int factorsAt,
      double[] c,
      int cAt) {
    for (int r = 0; r < DoubleTiles.ROWS; r++) {
      for (int j = 0; j < width; j++) {
        c[cAt + r * width + j] *= factors[factorsAt + j];
      }
      for (int k = 0; k < depth; k++) {
        double factor = a[aAt + k * DoubleTiles.ROW + r];
        for (int j = 0; j < width; j++) {
          int at = cAt + r * width + j;
          c[at] = Math.fma(factor, b[bAt + k * width + j], c[at]);
        }
      }
    }
  }
}
