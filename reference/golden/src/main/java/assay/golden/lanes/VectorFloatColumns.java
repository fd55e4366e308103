package assay.golden.lanes;

import static assay.golden.lanes.FloatTiles.ROW;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatColumns} in vector registers: 8 rows by 2 registers of c stay in registers, 10 loads
 * for each 16 fused multiply-adds.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorFloatColumns implements FloatColumns {

  private static final VectorSpecies<Float> SPECIES = Template.floatSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  VectorFloatColumns() {}

  @Override
  public void add(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      int width,
      float[] factors,
      int factorsAt,
      float[] c,
      int cAt,
      float[] sums) {
    int j = 0;
    for (; j + 2 * WIDTH <= width; j += 2 * WIDTH) {
      addPair(a, aAt, depth, b, bAt + j, width, factors, factorsAt + j, c, cAt + j, sums);
    }
    for (; j < width; j += WIDTH) {
      addOne(a, aAt, depth, b, bAt + j, width, factors, factorsAt + j, c, cAt + j);
    }
  }

  private static void addPair(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      int width,
      float[] factors,
      int factorsAt,
      float[] c,
      int cAt,
      float[] sums) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c61 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    FloatVector c71 = FloatVector.zero(SPECIES);
    for (int k = 0; k < depth; k++) {
      int ak = aAt + k * ROW;
      FloatVector b0 = load(b, bAt + k * width);
      FloatVector b1 = load(b, bAt + k * width + WIDTH);
      FloatVector f0 = broadcast(a[ak]);
      c00 = f0.fma(b0, c00);
      c01 = f0.fma(b1, c01);
      FloatVector f1 = broadcast(a[ak + 1]);
      c10 = f1.fma(b0, c10);
      c11 = f1.fma(b1, c11);
      FloatVector f2 = broadcast(a[ak + 2]);
      c20 = f2.fma(b0, c20);
      c21 = f2.fma(b1, c21);
      FloatVector f3 = broadcast(a[ak + 3]);
      c30 = f3.fma(b0, c30);
      c31 = f3.fma(b1, c31);
      FloatVector f4 = broadcast(a[ak + 4]);
      c40 = f4.fma(b0, c40);
      c41 = f4.fma(b1, c41);
      FloatVector f5 = broadcast(a[ak + 5]);
      c50 = f5.fma(b0, c50);
      c51 = f5.fma(b1, c51);
      FloatVector f6 = broadcast(a[ak + 6]);
      c60 = f6.fma(b0, c60);
      c61 = f6.fma(b1, c61);
      FloatVector f7 = broadcast(a[ak + 7]);
      c70 = f7.fma(b0, c70);
      c71 = f7.fma(b1, c71);
    }
    c00.intoArray(sums, 0);
    c01.intoArray(sums, WIDTH);
    c10.intoArray(sums, 2 * WIDTH);
    c11.intoArray(sums, 3 * WIDTH);
    c20.intoArray(sums, 4 * WIDTH);
    c21.intoArray(sums, 5 * WIDTH);
    c30.intoArray(sums, 6 * WIDTH);
    c31.intoArray(sums, 7 * WIDTH);
    c40.intoArray(sums, 8 * WIDTH);
    c41.intoArray(sums, 9 * WIDTH);
    c50.intoArray(sums, 10 * WIDTH);
    c51.intoArray(sums, 11 * WIDTH);
    c60.intoArray(sums, 12 * WIDTH);
    c61.intoArray(sums, 13 * WIDTH);
    c70.intoArray(sums, 14 * WIDTH);
    c71.intoArray(sums, 15 * WIDTH);
    addSums(sums, width, factors, factorsAt, c, cAt);
  }

  /**
   * A method of its own: the compiler inlines only so much into one, and what it does not inline
   * allocates its vectors.
   */
  private static void addSums(
      float[] sums, int width, float[] factors, int factorsAt, float[] c, int cAt) {
    FloatVector factor0 = load(factors, factorsAt);
    FloatVector factor1 = load(factors, factorsAt + WIDTH);
    for (int r = 0; r < FloatTiles.ROWS; r++) {
      int from = 2 * r * WIDTH;
      int to = cAt + r * width;
      load(c, to).fma(factor0, load(sums, from)).intoArray(c, to);
      load(c, to + WIDTH).fma(factor1, load(sums, from + WIDTH)).intoArray(c, to + WIDTH);
    }
  }

  private static void addOne(
      float[] a,
      int aAt,
      int depth,
      float[] b,
      int bAt,
      int width,
      float[] factors,
      int factorsAt,
      float[] c,
      int cAt) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    for (int k = 0; k < depth; k++) {
      int ak = aAt + k * ROW;
      FloatVector b0 = load(b, bAt + k * width);
      FloatVector f0 = broadcast(a[ak]);
      c00 = f0.fma(b0, c00);
      FloatVector f1 = broadcast(a[ak + 1]);
      c10 = f1.fma(b0, c10);
      FloatVector f2 = broadcast(a[ak + 2]);
      c20 = f2.fma(b0, c20);
      FloatVector f3 = broadcast(a[ak + 3]);
      c30 = f3.fma(b0, c30);
      FloatVector f4 = broadcast(a[ak + 4]);
      c40 = f4.fma(b0, c40);
      FloatVector f5 = broadcast(a[ak + 5]);
      c50 = f5.fma(b0, c50);
      FloatVector f6 = broadcast(a[ak + 6]);
      c60 = f6.fma(b0, c60);
      FloatVector f7 = broadcast(a[ak + 7]);
      c70 = f7.fma(b0, c70);
    }
    FloatVector factor0 = load(factors, factorsAt);
    load(c, cAt).fma(factor0, c00).intoArray(c, cAt);
    load(c, cAt + width).fma(factor0, c10).intoArray(c, cAt + width);
    load(c, cAt + 2 * width).fma(factor0, c20).intoArray(c, cAt + 2 * width);
    load(c, cAt + 3 * width).fma(factor0, c30).intoArray(c, cAt + 3 * width);
    load(c, cAt + 4 * width).fma(factor0, c40).intoArray(c, cAt + 4 * width);
    load(c, cAt + 5 * width).fma(factor0, c50).intoArray(c, cAt + 5 * width);
    load(c, cAt + 6 * width).fma(factor0, c60).intoArray(c, cAt + 6 * width);
    load(c, cAt + 7 * width).fma(factor0, c70).intoArray(c, cAt + 7 * width);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
