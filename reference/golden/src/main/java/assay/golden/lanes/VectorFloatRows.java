package assay.golden.lanes;

import static assay.golden.lanes.FloatTiles.PANEL;
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
      addPair(a, aAt, depth, b, bAt + j, c, cAt + j);
    }
    for (; j < width; j += WIDTH) {
      addOne(a, aAt, depth, b, bAt + j, c, cAt + j);
    }
  }

  private static void addPair(
      float[] a, int aAt, int depth, float[] b, int bAt, float[] c, int cAt) {
    FloatVector c00 = load(c, cAt);
    FloatVector c01 = load(c, cAt + WIDTH);
    FloatVector c10 = load(c, cAt + PANEL);
    FloatVector c11 = load(c, cAt + PANEL + WIDTH);
    FloatVector c20 = load(c, cAt + 2 * PANEL);
    FloatVector c21 = load(c, cAt + 2 * PANEL + WIDTH);
    FloatVector c30 = load(c, cAt + 3 * PANEL);
    FloatVector c31 = load(c, cAt + 3 * PANEL + WIDTH);
    FloatVector c40 = load(c, cAt + 4 * PANEL);
    FloatVector c41 = load(c, cAt + 4 * PANEL + WIDTH);
    FloatVector c50 = load(c, cAt + 5 * PANEL);
    FloatVector c51 = load(c, cAt + 5 * PANEL + WIDTH);
    FloatVector c60 = load(c, cAt + 6 * PANEL);
    FloatVector c61 = load(c, cAt + 6 * PANEL + WIDTH);
    FloatVector c70 = load(c, cAt + 7 * PANEL);
    FloatVector c71 = load(c, cAt + 7 * PANEL + WIDTH);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * PANEL);
      FloatVector b1 = load(b, bAt + k * PANEL + WIDTH);
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
    c10.intoArray(c, cAt + PANEL);
    c11.intoArray(c, cAt + PANEL + WIDTH);
    c20.intoArray(c, cAt + 2 * PANEL);
    c21.intoArray(c, cAt + 2 * PANEL + WIDTH);
    c30.intoArray(c, cAt + 3 * PANEL);
    c31.intoArray(c, cAt + 3 * PANEL + WIDTH);
    c40.intoArray(c, cAt + 4 * PANEL);
    c41.intoArray(c, cAt + 4 * PANEL + WIDTH);
    c50.intoArray(c, cAt + 5 * PANEL);
    c51.intoArray(c, cAt + 5 * PANEL + WIDTH);
    c60.intoArray(c, cAt + 6 * PANEL);
    c61.intoArray(c, cAt + 6 * PANEL + WIDTH);
    c70.intoArray(c, cAt + 7 * PANEL);
    c71.intoArray(c, cAt + 7 * PANEL + WIDTH);
  }

  private static void addOne(
      float[] a, int aAt, int depth, float[] b, int bAt, float[] c, int cAt) {
    FloatVector c00 = load(c, cAt);
    FloatVector c10 = load(c, cAt + PANEL);
    FloatVector c20 = load(c, cAt + 2 * PANEL);
    FloatVector c30 = load(c, cAt + 3 * PANEL);
    FloatVector c40 = load(c, cAt + 4 * PANEL);
    FloatVector c50 = load(c, cAt + 5 * PANEL);
    FloatVector c60 = load(c, cAt + 6 * PANEL);
    FloatVector c70 = load(c, cAt + 7 * PANEL);
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = load(b, bAt + k * PANEL);
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
    c10.intoArray(c, cAt + PANEL);
    c20.intoArray(c, cAt + 2 * PANEL);
    c30.intoArray(c, cAt + 3 * PANEL);
    c40.intoArray(c, cAt + 4 * PANEL);
    c50.intoArray(c, cAt + 5 * PANEL);
    c60.intoArray(c, cAt + 6 * PANEL);
    c70.intoArray(c, cAt + 7 * PANEL);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
