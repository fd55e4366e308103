package assay.golden.lanes;

import static assay.golden.lanes.DoubleTiles.ROW;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DoubleRows} in vector registers: 8 rows by 2 registers of c stay in registers, 10 loads
 * for each 16 fused multiply-adds.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorDoubleRows implements DoubleRows {

  private static final VectorSpecies<Double> SPECIES =
      Template.doubleSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  VectorDoubleRows() {}

  @Override
  public void add(
      double[] a, int aAt, int depth, double[] b, int bAt, int width, double[] c, int cAt) {
    int j = 0;
    for (; j + 2 * WIDTH <= width; j += 2 * WIDTH) {
      addPair(a, aAt, depth, b, bAt + j, width, c, cAt + j);
    }
    for (; j < width; j += WIDTH) {
      addOne(a, aAt, depth, b, bAt + j, width, c, cAt + j);
    }
  }

  private static void addPair(
      double[] a, int aAt, int depth, double[] b, int bAt, int width, double[] c, int cAt) {
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, cAt);
    DoubleVector c01 = DoubleVector.fromArray(SPECIES, c, cAt + WIDTH);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, cAt + width);
    DoubleVector c11 = DoubleVector.fromArray(SPECIES, c, cAt + width + WIDTH);
    DoubleVector c20 = DoubleVector.fromArray(SPECIES, c, cAt + 2 * width);
    DoubleVector c21 = DoubleVector.fromArray(SPECIES, c, cAt + 2 * width + WIDTH);
    DoubleVector c30 = DoubleVector.fromArray(SPECIES, c, cAt + 3 * width);
    DoubleVector c31 = DoubleVector.fromArray(SPECIES, c, cAt + 3 * width + WIDTH);
    DoubleVector c40 = DoubleVector.fromArray(SPECIES, c, cAt + 4 * width);
    DoubleVector c41 = DoubleVector.fromArray(SPECIES, c, cAt + 4 * width + WIDTH);
    DoubleVector c50 = DoubleVector.fromArray(SPECIES, c, cAt + 5 * width);
    DoubleVector c51 = DoubleVector.fromArray(SPECIES, c, cAt + 5 * width + WIDTH);
    DoubleVector c60 = DoubleVector.fromArray(SPECIES, c, cAt + 6 * width);
    DoubleVector c61 = DoubleVector.fromArray(SPECIES, c, cAt + 6 * width + WIDTH);
    DoubleVector c70 = DoubleVector.fromArray(SPECIES, c, cAt + 7 * width);
    DoubleVector c71 = DoubleVector.fromArray(SPECIES, c, cAt + 7 * width + WIDTH);
    for (int k = 0; k < depth; k++) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt + k * width);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + k * width + WIDTH);
      DoubleVector f0 = DoubleVector.broadcast(SPECIES, a[aAt + k]);
      c00 = f0.fma(b0, c00);
      c01 = f0.fma(b1, c01);
      DoubleVector f1 = DoubleVector.broadcast(SPECIES, a[aAt + ROW + k]);
      c10 = f1.fma(b0, c10);
      c11 = f1.fma(b1, c11);
      DoubleVector f2 = DoubleVector.broadcast(SPECIES, a[aAt + 2 * ROW + k]);
      c20 = f2.fma(b0, c20);
      c21 = f2.fma(b1, c21);
      DoubleVector f3 = DoubleVector.broadcast(SPECIES, a[aAt + 3 * ROW + k]);
      c30 = f3.fma(b0, c30);
      c31 = f3.fma(b1, c31);
      DoubleVector f4 = DoubleVector.broadcast(SPECIES, a[aAt + 4 * ROW + k]);
      c40 = f4.fma(b0, c40);
      c41 = f4.fma(b1, c41);
      DoubleVector f5 = DoubleVector.broadcast(SPECIES, a[aAt + 5 * ROW + k]);
      c50 = f5.fma(b0, c50);
      c51 = f5.fma(b1, c51);
      DoubleVector f6 = DoubleVector.broadcast(SPECIES, a[aAt + 6 * ROW + k]);
      c60 = f6.fma(b0, c60);
      c61 = f6.fma(b1, c61);
      DoubleVector f7 = DoubleVector.broadcast(SPECIES, a[aAt + 7 * ROW + k]);
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
      double[] a, int aAt, int depth, double[] b, int bAt, int width, double[] c, int cAt) {
    DoubleVector c00 = DoubleVector.fromArray(SPECIES, c, cAt);
    DoubleVector c10 = DoubleVector.fromArray(SPECIES, c, cAt + width);
    DoubleVector c20 = DoubleVector.fromArray(SPECIES, c, cAt + 2 * width);
    DoubleVector c30 = DoubleVector.fromArray(SPECIES, c, cAt + 3 * width);
    DoubleVector c40 = DoubleVector.fromArray(SPECIES, c, cAt + 4 * width);
    DoubleVector c50 = DoubleVector.fromArray(SPECIES, c, cAt + 5 * width);
    DoubleVector c60 = DoubleVector.fromArray(SPECIES, c, cAt + 6 * width);
    DoubleVector c70 = DoubleVector.fromArray(SPECIES, c, cAt + 7 * width);
    for (int k = 0; k < depth; k++) {
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt + k * width);
      DoubleVector f0 = DoubleVector.broadcast(SPECIES, a[aAt + k]);
      c00 = f0.fma(b0, c00);
      DoubleVector f1 = DoubleVector.broadcast(SPECIES, a[aAt + ROW + k]);
      c10 = f1.fma(b0, c10);
      DoubleVector f2 = DoubleVector.broadcast(SPECIES, a[aAt + 2 * ROW + k]);
      c20 = f2.fma(b0, c20);
      DoubleVector f3 = DoubleVector.broadcast(SPECIES, a[aAt + 3 * ROW + k]);
      c30 = f3.fma(b0, c30);
      DoubleVector f4 = DoubleVector.broadcast(SPECIES, a[aAt + 4 * ROW + k]);
      c40 = f4.fma(b0, c40);
      DoubleVector f5 = DoubleVector.broadcast(SPECIES, a[aAt + 5 * ROW + k]);
      c50 = f5.fma(b0, c50);
      DoubleVector f6 = DoubleVector.broadcast(SPECIES, a[aAt + 6 * ROW + k]);
      c60 = f6.fma(b0, c60);
      DoubleVector f7 = DoubleVector.broadcast(SPECIES, a[aAt + 7 * ROW + k]);
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
}
