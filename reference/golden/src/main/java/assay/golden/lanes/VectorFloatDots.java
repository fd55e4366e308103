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

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }
}
