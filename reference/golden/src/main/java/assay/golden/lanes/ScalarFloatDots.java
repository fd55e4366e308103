package assay.golden.lanes;

import java.util.Arrays;

/** {@link FloatDots} in plain Java. */
final class ScalarFloatDots implements FloatDots {

  @Override
  public void dot(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, float[] y, int yAt) {
    for (int r = 0; r < ROWS; r++) {
      Arrays.fill(sums, 0, FloatTiles.HALF, 0);
      for (int i = 0; i < n; i++) {
        int lane = i % FloatTiles.HALF;
        sums[lane] = Math.fma(x[xAt + i], w[wAt + r * stride + i], sums[lane]);
      }
      y[yAt + r] = FloatSum.of(sums, 0);
    }
  }
}
