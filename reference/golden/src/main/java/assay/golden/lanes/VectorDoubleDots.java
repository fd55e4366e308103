package assay.golden.lanes;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DoubleDots} in vector registers.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorDoubleDots implements DoubleDots {

  private static final VectorSpecies<Double> SPECIES =
      Template.doubleSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  VectorDoubleDots() {}

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
    int whole = n - n % DoubleTiles.HALF;
    for (int lane = 0; lane < DoubleTiles.HALF; lane += WIDTH) {
      addLanes(x, xAt + lane, w, wAt + lane, stride, whole - lane, sums, lane);
    }
    for (int r = 0; r < ROWS; r++) {
      int sum = r * DoubleTiles.HALF;
      for (int i = whole; i < n; i++) {
        double product = Math.fma(x[xAt + i], w[wAt + r * stride + i], sums[sum + i - whole]);
        sums[sum + i - whole] = product;
      }
      y[yAt + r] = DoubleSum.of(sums, sum);
    }
  }

  private static void addLanes(
      double[] x, int xAt, double[] w, int wAt, int stride, int n, double[] sums, int lane) {
    DoubleVector s0 = DoubleVector.zero(SPECIES);
    DoubleVector s1 = DoubleVector.zero(SPECIES);
    DoubleVector s2 = DoubleVector.zero(SPECIES);
    DoubleVector s3 = DoubleVector.zero(SPECIES);
    int w1 = wAt + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    for (int i = 0; i < n; i += DoubleTiles.HALF) {
      DoubleVector factor = load(x, xAt + i);
      s0 = factor.fma(load(w, wAt + i), s0);
      s1 = factor.fma(load(w, w1 + i), s1);
      s2 = factor.fma(load(w, w2 + i), s2);
      s3 = factor.fma(load(w, w3 + i), s3);
    }
    s0.intoArray(sums, lane);
    s1.intoArray(sums, lane + DoubleTiles.HALF);
    s2.intoArray(sums, lane + 2 * DoubleTiles.HALF);
    s3.intoArray(sums, lane + 3 * DoubleTiles.HALF);
  }

  private static DoubleVector load(double[] x, int at) {
    return DoubleVector.fromArray(SPECIES, x, at);
  }
}
