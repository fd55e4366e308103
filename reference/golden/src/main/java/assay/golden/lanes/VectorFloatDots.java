package assay.golden.lanes;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatDots} in vector registers.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorFloatDots implements FloatDots {

  private static final VectorSpecies<Float> SPECIES = Template.floatSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  VectorFloatDots() {}

  @Override
  public void dot(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, float[] y, int yAt) {
    int whole = n - n % FloatTiles.HALF;
    for (int lane = 0; lane < FloatTiles.HALF; lane += WIDTH) {
      addLanes(x, xAt + lane, w, wAt + lane, stride, whole - lane, sums, lane);
    }
    for (int r = 0; r < ROWS; r++) {
      int sum = r * FloatTiles.HALF;
      for (int i = whole; i < n; i++) {
        float product = Math.fma(x[xAt + i], w[wAt + r * stride + i], sums[sum + i - whole]);
        sums[sum + i - whole] = product;
      }
      y[yAt + r] = FloatSum.of(sums, sum);
    }
  }

  private static void addLanes(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, int lane) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    int w1 = wAt + stride;
    int w2 = w1 + stride;
    int w3 = w2 + stride;
    for (int i = 0; i < n; i += FloatTiles.HALF) {
      FloatVector factor = load(x, xAt + i);
      s0 = factor.fma(load(w, wAt + i), s0);
      s1 = factor.fma(load(w, w1 + i), s1);
      s2 = factor.fma(load(w, w2 + i), s2);
      s3 = factor.fma(load(w, w3 + i), s3);
    }
    s0.intoArray(sums, lane);
    s1.intoArray(sums, lane + FloatTiles.HALF);
    s2.intoArray(sums, lane + 2 * FloatTiles.HALF);
    s3.intoArray(sums, lane + 3 * FloatTiles.HALF);
  }

  @Override
  public void square(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, float[] y, int yAt) {
    int whole = n - n % FloatTiles.HALF;
    for (int lane = 0; lane < FloatTiles.HALF; lane += WIDTH) {
      addSquare(x, xAt + lane, w, wAt + lane, stride, whole - lane, sums, lane);
    }
    for (int e = 0; e < ROWS * ROWS; e++) {
      int sum = e * FloatTiles.HALF;
      int xRow = xAt + e / ROWS * stride;
      int wRow = wAt + e % ROWS * stride;
      for (int i = whole; i < n; i++) {
        sums[sum + i - whole] = Math.fma(x[xRow + i], w[wRow + i], sums[sum + i - whole]);
      }
      y[yAt + e] = FloatSum.of(sums, sum);
    }
  }

  private static void addSquare(
      float[] x, int xAt, float[] w, int wAt, int stride, int n, float[] sums, int lane) {
    int x1 = xAt + stride;
    int w1 = wAt + stride;
    int x2 = x1 + stride;
    int w2 = w1 + stride;
    int x3 = x2 + stride;
    int w3 = w2 + stride;
    FloatVector s00 = FloatVector.zero(SPECIES);
    FloatVector s01 = FloatVector.zero(SPECIES);
    FloatVector s02 = FloatVector.zero(SPECIES);
    FloatVector s03 = FloatVector.zero(SPECIES);
    FloatVector s10 = FloatVector.zero(SPECIES);
    FloatVector s11 = FloatVector.zero(SPECIES);
    FloatVector s12 = FloatVector.zero(SPECIES);
    FloatVector s13 = FloatVector.zero(SPECIES);
    FloatVector s20 = FloatVector.zero(SPECIES);
    FloatVector s21 = FloatVector.zero(SPECIES);
    FloatVector s22 = FloatVector.zero(SPECIES);
    FloatVector s23 = FloatVector.zero(SPECIES);
    FloatVector s30 = FloatVector.zero(SPECIES);
    FloatVector s31 = FloatVector.zero(SPECIES);
    FloatVector s32 = FloatVector.zero(SPECIES);
    FloatVector s33 = FloatVector.zero(SPECIES);
    for (int i = 0; i < n; i += FloatTiles.HALF) {
      FloatVector b0 = load(w, wAt + i);
      FloatVector b1 = load(w, w1 + i);
      FloatVector b2 = load(w, w2 + i);
      FloatVector b3 = load(w, w3 + i);
      FloatVector a0 = load(x, xAt + i);
      s00 = a0.fma(b0, s00);
      s01 = a0.fma(b1, s01);
      s02 = a0.fma(b2, s02);
      s03 = a0.fma(b3, s03);
      FloatVector a1 = load(x, x1 + i);
      s10 = a1.fma(b0, s10);
      s11 = a1.fma(b1, s11);
      s12 = a1.fma(b2, s12);
      s13 = a1.fma(b3, s13);
      FloatVector a2 = load(x, x2 + i);
      s20 = a2.fma(b0, s20);
      s21 = a2.fma(b1, s21);
      s22 = a2.fma(b2, s22);
      s23 = a2.fma(b3, s23);
      FloatVector a3 = load(x, x3 + i);
      s30 = a3.fma(b0, s30);
      s31 = a3.fma(b1, s31);
      s32 = a3.fma(b2, s32);
      s33 = a3.fma(b3, s33);
    }
    s00.intoArray(sums, lane);
    s01.intoArray(sums, lane + FloatTiles.HALF);
    s02.intoArray(sums, lane + 2 * FloatTiles.HALF);
    s03.intoArray(sums, lane + 3 * FloatTiles.HALF);
    s10.intoArray(sums, lane + 4 * FloatTiles.HALF);
    s11.intoArray(sums, lane + 5 * FloatTiles.HALF);
    s12.intoArray(sums, lane + 6 * FloatTiles.HALF);
    s13.intoArray(sums, lane + 7 * FloatTiles.HALF);
    s20.intoArray(sums, lane + 8 * FloatTiles.HALF);
    s21.intoArray(sums, lane + 9 * FloatTiles.HALF);
    s22.intoArray(sums, lane + 10 * FloatTiles.HALF);
    s23.intoArray(sums, lane + 11 * FloatTiles.HALF);
    s30.intoArray(sums, lane + 12 * FloatTiles.HALF);
    s31.intoArray(sums, lane + 13 * FloatTiles.HALF);
    s32.intoArray(sums, lane + 14 * FloatTiles.HALF);
    s33.intoArray(sums, lane + 15 * FloatTiles.HALF);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }
}
