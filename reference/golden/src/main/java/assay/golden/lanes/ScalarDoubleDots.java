package assay.golden.lanes;

import java.util.Arrays;

/** {@link DoubleDots} in plain Java. */
final class ScalarDoubleDots implements DoubleDots {

  @Override
  public void dot(
      double[] x,
      int xAt,
      double[] w,
      int wAt,
      int stride,
      int n,
      double[] sums,
      double[] y,
      int yAt) {
    for (int r = 0; r < ROWS; r++) {
      Arrays.fill(sums, 0, DoubleTiles.HALF, 0);
      for (int i = 0; i < n; i++) {
        int lane = i % DoubleTiles.HALF;
        sums[lane] = Math.fma(x[xAt + i], w[wAt + r * stride + i], sums[lane]);
      }
      y[yAt + r] = DoubleSum.of(sums, 0);
    }
  }
}
