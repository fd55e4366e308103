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
      int cAt,
      double[] sums) {
    for (int r = 0; r < DoubleTiles.ROWS; r++) {
      for (int j = 0; j < width; j++) {
        double sum = 0;
        for (int k = 0; k < depth; k++) {
          sum = Math.fma(a[aAt + k * DoubleTiles.ROW + r], b[bAt + k * width + j], sum);
        }
        int at = cAt + r * width + j;
        c[at] = Math.fma(c[at], factors[factorsAt + j], sum);
      }
    }
  }
}
