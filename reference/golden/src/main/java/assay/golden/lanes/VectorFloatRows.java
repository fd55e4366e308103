package assay.golden.lanes;

import static assay.golden.lanes.FloatTiles.ROW;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatRows} in vector registers: 8 rows by 2 registers of c stay in registers, 10 loads for
 * each 16 fused multiply-adds.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorFloatRows implements FloatRows {

  private static final VectorSpecies<Float> SPECIES = Template.floatSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  VectorFloatRows() {}

  @Override
  public void add(
      float[] a, int aAt, int depth, float[] b, int bAt, int width, float[] c, int cAt) {
    int j = 0;
    for (; j + 2 * WIDTH <= width; j += 2 * WIDTH) {
      addPair(a, aAt, depth, b, bAt + j, width, c, cAt + j);
    }
    for (; j < width; j += WIDTH) {
      addOne(a, aAt, depth, b, bAt + j, width, c, cAt + j);
    }
  }

  private static void addPair(
      float[] a, int aAt, int depth, float[] b, int bAt, int width, float[] c, int cAt) {
    FloatVector c00 = load(c, cAt);
    FloatVector c01 = load(c, cAt + WIDTH);
    FloatVector c10 = load(c, cAt + width);
    FloatVector c11 = load(c, cAt + width + WIDTH);
    FloatVector c20 = load(c, cAt + 2 * width);
    FloatVector c21 = load(c, cAt + 2 * width + WIDTH);
    FloatVector c30 = load(c, cAt + 3 * width);
    FloatVector c31 = load(c, cAt + 3 * width + WIDTH);
    FloatVector c40 = load(c, cAt + 4 * width);
    FloatVector c41 = load(c, cAt + 4 * width + WIDTH);
    FloatVector c50 = load(c, cAt + 5 * width);
    FloatVector c51 = load(c, cAt + 5 * width + WIDTH);
    FloatVector c60 = load(c, cAt + 6 * width);
    FloatVector c61 = load(c, cAt + 6 * width + WIDTH);
    FloatVector c70 = load(c, cAt + 7 * width);
    FloatVector c71 = load(c, cAt + 7 * width + WIDTH);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * width);
      FloatVector b1 = load(b, bAt + k * width + WIDTH);
      FloatVector f0 = broadcast(a[aAt + k]);
      c00 = f0.fma(b0, c00);
      c01 = f0.fma(b1, c01);
      FloatVector f1 = broadcast(a[aAt + ROW + k]);
      c10 = f1.fma(b0, c10);
      c11 = f1.fma(b1, c11);
      FloatVector f2 = broadcast(a[aAt + 2 * ROW + k]);
      c20 = f2.fma(b0, c20);
      c21 = f2.fma(b1, c21);
      FloatVector f3 = broadcast(a[aAt + 3 * ROW + k]);
      c30 = f3.fma(b0, c30);
      c31 = f3.fma(b1, c31);
      FloatVector f4 = broadcast(a[aAt + 4 * ROW + k]);
      c40 = f4.fma(b0, c40);
      c41 = f4.fma(b1, c41);
      FloatVector f5 = broadcast(a[aAt + 5 * ROW + k]);
      c50 = f5.fma(b0, c50);
      c51 = f5.fma(b1, c51);
      FloatVector f6 = broadcast(a[aAt + 6 * ROW + k]);
      c60 = f6.fma(b0, c60);
      c61 = f6.fma(b1, c61);
      FloatVector f7 = broadcast(a[aAt + 7 * ROW + k]);
      c70 = f7.fma(b0, c70);
      c71 = f7.fma(b1, c71);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + WIDTH);
    c10.intoArray(c, cAt + width);
    c11.intoArray(c, cAt + width + WIDTH);
    c20.intoArray(c, cAt + 2 * width);
    c21.intoArray(c, cAt + 2 * width + WIDTH);
    c30.intoArray(c, cAt + 3 * width);
    c31.intoArray(c, cAt + 3 * width + WIDTH);
    c40.intoArray(c, cAt + 4 * width);
    c41.intoArray(c, cAt + 4 * width + WIDTH);
    c50.intoArray(c, cAt + 5 * width);
    c51.intoArray(c, cAt + 5 * width + WIDTH);
    c60.intoArray(c, cAt + 6 * width);
    c61.intoArray(c, cAt + 6 * width + WIDTH);
    c70.intoArray(c, cAt + 7 * width);
    c71.intoArray(c, cAt + 7 * width + WIDTH);
  }

  private static void addOne(
      float[] a, int aAt, int depth, float[] b, int bAt, int width, float[] c, int cAt) {
    FloatVector c00 = load(c, cAt);
    FloatVector c10 = load(c, cAt + width);
    FloatVector c20 = load(c, cAt + 2 * width);
    FloatVector c30 = load(c, cAt + 3 * width);
    FloatVector c40 = load(c, cAt + 4 * width);
    FloatVector c50 = load(c, cAt + 5 * width);
    FloatVector c60 = load(c, cAt + 6 * width);
    FloatVector c70 = load(c, cAt + 7 * width);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * width);
      FloatVector f0 = broadcast(a[aAt + k]);
      c00 = f0.fma(b0, c00);
      FloatVector f1 = broadcast(a[aAt + ROW + k]);
      c10 = f1.fma(b0, c10);
      FloatVector f2 = broadcast(a[aAt + 2 * ROW + k]);
      c20 = f2.fma(b0, c20);
      FloatVector f3 = broadcast(a[aAt + 3 * ROW + k]);
      c30 = f3.fma(b0, c30);
      FloatVector f4 = broadcast(a[aAt + 4 * ROW + k]);
      c40 = f4.fma(b0, c40);
      FloatVector f5 = broadcast(a[aAt + 5 * ROW + k]);
      c50 = f5.fma(b0, c50);
      FloatVector f6 = broadcast(a[aAt + 6 * ROW + k]);
      c60 = f6.fma(b0, c60);
      FloatVector f7 = broadcast(a[aAt + 7 * ROW + k]);
      c70 = f7.fma(b0, c70);
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, cAt + width);
    c20.intoArray(c, cAt + 2 * width);
    c30.intoArray(c, cAt + 3 * width);
    c40.intoArray(c, cAt + 4 * width);
    c50.intoArray(c, cAt + 5 * width);
    c60.intoArray(c, cAt + 6 * width);
    c70.intoArray(c, cAt + 7 * width);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
