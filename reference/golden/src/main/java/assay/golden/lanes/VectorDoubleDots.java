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

  @Override
  public void square(
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
      addSquare(x, xAt + lane, w, wAt + lane, stride, whole - lane, sums, lane);
    }
    for (int e = 0; e < ROWS * ROWS; e++) {
      int sum = e * DoubleTiles.HALF;
      int xRow = xAt + e / ROWS * stride;
      int wRow = wAt + e % ROWS * stride;
      for (int i = whole; i < n; i++) {
        sums[sum + i - whole] = Math.fma(x[xRow + i], w[wRow + i], sums[sum + i - whole]);
      }
      y[yAt + e] = DoubleSum.of(sums, sum);
    }
  }

  private static void addSquare(
      double[] x, int xAt, double[] w, int wAt, int stride, int n, double[] sums, int lane) {
    int x1 = xAt + stride;
    int w1 = wAt + stride;
    int x2 = x1 + stride;
    int w2 = w1 + stride;
    int x3 = x2 + stride;
    int w3 = w2 + stride;
    DoubleVector s00 = DoubleVector.zero(SPECIES);
    DoubleVector s01 = DoubleVector.zero(SPECIES);
    DoubleVector s02 = DoubleVector.zero(SPECIES);
    DoubleVector s03 = DoubleVector.zero(SPECIES);
    DoubleVector s10 = DoubleVector.zero(SPECIES);
    DoubleVector s11 = DoubleVector.zero(SPECIES);
    DoubleVector s12 = DoubleVector.zero(SPECIES);
    DoubleVector s13 = DoubleVector.zero(SPECIES);
    DoubleVector s20 = DoubleVector.zero(SPECIES);
    DoubleVector s21 = DoubleVector.zero(SPECIES);
    DoubleVector s22 = DoubleVector.zero(SPECIES);
    DoubleVector s23 = DoubleVector.zero(SPECIES);
    DoubleVector s30 = DoubleVector.zero(SPECIES);
    DoubleVector s31 = DoubleVector.zero(SPECIES);
    DoubleVector s32 = DoubleVector.zero(SPECIES);
    DoubleVector s33 = DoubleVector.zero(SPECIES);
    for (int i = 0; i < n; i += DoubleTiles.HALF) {
      DoubleVector b0 = load(w, wAt + i);
      DoubleVector b1 = load(w, w1 + i);
      DoubleVector b2 = load(w, w2 + i);
      DoubleVector b3 = load(w, w3 + i);
      DoubleVector a0 = load(x, xAt + i);
      s00 = a0.fma(b0, s00);
      s01 = a0.fma(b1, s01);
      s02 = a0.fma(b2, s02);
      s03 = a0.fma(b3, s03);
      DoubleVector a1 = load(x, x1 + i);
      s10 = a1.fma(b0, s10);
      s11 = a1.fma(b1, s11);
      s12 = a1.fma(b2, s12);
      s13 = a1.fma(b3, s13);
      DoubleVector a2 = load(x, x2 + i);
      s20 = a2.fma(b0, s20);
      s21 = a2.fma(b1, s21);
      s22 = a2.fma(b2, s22);
      s23 = a2.fma(b3, s23);
      DoubleVector a3 = load(x, x3 + i);
      s30 = a3.fma(b0, s30);
      s31 = a3.fma(b1, s31);
      s32 = a3.fma(b2, s32);
      s33 = a3.fma(b3, s33);
    }
    s00.intoArray(sums, lane);
    s01.intoArray(sums, lane + DoubleTiles.HALF);
    s02.intoArray(sums, lane + 2 * DoubleTiles.HALF);
    s03.intoArray(sums, lane + 3 * DoubleTiles.HALF);
    s10.intoArray(sums, lane + 4 * DoubleTiles.HALF);
    s11.intoArray(sums, lane + 5 * DoubleTiles.HALF);
    s12.intoArray(sums, lane + 6 * DoubleTiles.HALF);
    s13.intoArray(sums, lane + 7 * DoubleTiles.HALF);
    s20.intoArray(sums, lane + 8 * DoubleTiles.HALF);
    s21.intoArray(sums, lane + 9 * DoubleTiles.HALF);
    s22.intoArray(sums, lane + 10 * DoubleTiles.HALF);
    s23.intoArray(sums, lane + 11 * DoubleTiles.HALF);
    s30.intoArray(sums, lane + 12 * DoubleTiles.HALF);
    s31.intoArray(sums, lane + 13 * DoubleTiles.HALF);
    s32.intoArray(sums, lane + 14 * DoubleTiles.HALF);
    s33.intoArray(sums, lane + 15 * DoubleTiles.HALF);
  }

  private static DoubleVector load(double[] x, int at) {
    return DoubleVector.fromArray(SPECIES, x, at);
  }
}
