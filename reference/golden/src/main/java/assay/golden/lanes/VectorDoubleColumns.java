package assay.golden.lanes;

import static assay.golden.lanes.DoubleTiles.ROW;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DoubleColumns} in vector registers: 8 rows by 2 registers of c stay in registers, 10 loads
 * for each 16 fused multiply-adds.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorDoubleColumns implements DoubleColumns {

  private static final VectorSpecies<Double> SPECIES =
      Template.doubleSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  VectorDoubleColumns() {}

  @Override
  public void add(
      double[] a,
      int aAt,
      int depth,
      double[] b,
      int bAt,
      int width,
      double[] factors,
      int factorsAt,
      double[] c,
      int cAt) {
    int j = 0;
    for (; j + 2 * WIDTH <= width; j += 2 * WIDTH) {
      addPair(a, aAt, depth, b, bAt + j, width, factors, factorsAt + j, c, cAt + j);
    }
    for (; j < width; j += WIDTH) {
      addOne(a, aAt, depth, b, bAt + j, width, factors, factorsAt + j, c, cAt + j);
    }
  }

  private static void addPair(
      double[] a,
      int aAt,
      int depth,
      double[] b,
      int bAt,
      int width,
      double[] factors,
      int factorsAt,
      double[] c,
      int cAt) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c01 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c11 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c21 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c31 = DoubleVector.zero(SPECIES);
    DoubleVector c40 = DoubleVector.zero(SPECIES);
    DoubleVector c41 = DoubleVector.zero(SPECIES);
    DoubleVector c50 = DoubleVector.zero(SPECIES);
    DoubleVector c51 = DoubleVector.zero(SPECIES);
    DoubleVector c60 = DoubleVector.zero(SPECIES);
    DoubleVector c61 = DoubleVector.zero(SPECIES);
    DoubleVector c70 = DoubleVector.zero(SPECIES);
    DoubleVector c71 = DoubleVector.zero(SPECIES);
    for (int k = 0; k < depth; k++) {
      int ak = aAt + k * ROW;
      DoubleVector b0 = load(b, bAt + k * width);
      DoubleVector b1 = load(b, bAt + k * width + WIDTH);
      DoubleVector f0 = broadcast(a[ak]);
      c00 = f0.fma(b0, c00);
      c01 = f0.fma(b1, c01);
      DoubleVector f1 = broadcast(a[ak + 1]);
      c10 = f1.fma(b0, c10);
      c11 = f1.fma(b1, c11);
      DoubleVector f2 = broadcast(a[ak + 2]);
      c20 = f2.fma(b0, c20);
      c21 = f2.fma(b1, c21);
      DoubleVector f3 = broadcast(a[ak + 3]);
      c30 = f3.fma(b0, c30);
      c31 = f3.fma(b1, c31);
      DoubleVector f4 = broadcast(a[ak + 4]);
      c40 = f4.fma(b0, c40);
      c41 = f4.fma(b1, c41);
      DoubleVector f5 = broadcast(a[ak + 5]);
      c50 = f5.fma(b0, c50);
      c51 = f5.fma(b1, c51);
      DoubleVector f6 = broadcast(a[ak + 6]);
      c60 = f6.fma(b0, c60);
      c61 = f6.fma(b1, c61);
      DoubleVector f7 = broadcast(a[ak + 7]);
      c70 = f7.fma(b0, c70);
      c71 = f7.fma(b1, c71);
    }
    DoubleVector factor0 = load(factors, factorsAt);
    DoubleVector factor1 = load(factors, factorsAt + WIDTH);
    load(c, cAt).fma(factor0, c00).intoArray(c, cAt);
    load(c, cAt + WIDTH).fma(factor1, c01).intoArray(c, cAt + WIDTH);
    load(c, cAt + width).fma(factor0, c10).intoArray(c, cAt + width);
    load(c, cAt + width + WIDTH).fma(factor1, c11).intoArray(c, cAt + width + WIDTH);
    load(c, cAt + 2 * width).fma(factor0, c20).intoArray(c, cAt + 2 * width);
    load(c, cAt + 2 * width + WIDTH).fma(factor1, c21).intoArray(c, cAt + 2 * width + WIDTH);
    load(c, cAt + 3 * width).fma(factor0, c30).intoArray(c, cAt + 3 * width);
    load(c, cAt + 3 * width + WIDTH).fma(factor1, c31).intoArray(c, cAt + 3 * width + WIDTH);
    load(c, cAt + 4 * width).fma(factor0, c40).intoArray(c, cAt + 4 * width);
    load(c, cAt + 4 * width + WIDTH).fma(factor1, c41).intoArray(c, cAt + 4 * width + WIDTH);
    load(c, cAt + 5 * width).fma(factor0, c50).intoArray(c, cAt + 5 * width);
    load(c, cAt + 5 * width + WIDTH).fma(factor1, c51).intoArray(c, cAt + 5 * width + WIDTH);
    load(c, cAt + 6 * width).fma(factor0, c60).intoArray(c, cAt + 6 * width);
    load(c, cAt + 6 * width + WIDTH).fma(factor1, c61).intoArray(c, cAt + 6 * width + WIDTH);
    load(c, cAt + 7 * width).fma(factor0, c70).intoArray(c, cAt + 7 * width);
    load(c, cAt + 7 * width + WIDTH).fma(factor1, c71).intoArray(c, cAt + 7 * width + WIDTH);
  }

  private static void addOne(
      double[] a,
      int aAt,
      int depth,
      double[] b,
      int bAt,
      int width,
      double[] factors,
      int factorsAt,
      double[] c,
      int cAt) {
    DoubleVector c00 = DoubleVector.zero(SPECIES);
    DoubleVector c10 = DoubleVector.zero(SPECIES);
    DoubleVector c20 = DoubleVector.zero(SPECIES);
    DoubleVector c30 = DoubleVector.zero(SPECIES);
    DoubleVector c40 = DoubleVector.zero(SPECIES);
    DoubleVector c50 = DoubleVector.zero(SPECIES);
    DoubleVector c60 = DoubleVector.zero(SPECIES);
    DoubleVector c70 = DoubleVector.zero(SPECIES);
    for (int k = 0; k < depth; k++) {
      int ak = aAt + k * ROW;
      DoubleVector b0 = load(b, bAt + k * width);
      DoubleVector f0 = broadcast(a[ak]);
      c00 = f0.fma(b0, c00);
      DoubleVector f1 = broadcast(a[ak + 1]);
      c10 = f1.fma(b0, c10);
      DoubleVector f2 = broadcast(a[ak + 2]);
      c20 = f2.fma(b0, c20);
      DoubleVector f3 = broadcast(a[ak + 3]);
      c30 = f3.fma(b0, c30);
      DoubleVector f4 = broadcast(a[ak + 4]);
      c40 = f4.fma(b0, c40);
      DoubleVector f5 = broadcast(a[ak + 5]);
      c50 = f5.fma(b0, c50);
      DoubleVector f6 = broadcast(a[ak + 6]);
      c60 = f6.fma(b0, c60);
      DoubleVector f7 = broadcast(a[ak + 7]);
      c70 = f7.fma(b0, c70);
    }
    DoubleVector factor0 = load(factors, factorsAt);
    load(c, cAt).fma(factor0, c00).intoArray(c, cAt);
    load(c, cAt + width).fma(factor0, c10).intoArray(c, cAt + width);
    load(c, cAt + 2 * width).fma(factor0, c20).intoArray(c, cAt + 2 * width);
    load(c, cAt + 3 * width).fma(factor0, c30).intoArray(c, cAt + 3 * width);
    load(c, cAt + 4 * width).fma(factor0, c40).intoArray(c, cAt + 4 * width);
    load(c, cAt + 5 * width).fma(factor0, c50).intoArray(c, cAt + 5 * width);
    load(c, cAt + 6 * width).fma(factor0, c60).intoArray(c, cAt + 6 * width);
    load(c, cAt + 7 * width).fma(factor0, c70).intoArray(c, cAt + 7 * width);
  }

  private static DoubleVector load(double[] x, int at) {
    return DoubleVector.fromArray(SPECIES, x, at);
  }

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }
}
