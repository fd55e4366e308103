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
      int cAt,
      double[] sums) {
    int j = 0;
    for (; j + 2 * WIDTH <= width; j += 2 * WIDTH) {
      addPair(a, aAt, depth, b, bAt + j, width, factors, factorsAt + j, c, cAt + j, sums);
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
      int cAt,
      double[] sums) {
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
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt + k * width);
      DoubleVector b1 = DoubleVector.fromArray(SPECIES, b, bAt + k * width + WIDTH);
      DoubleVector f0 = DoubleVector.broadcast(SPECIES, a[ak]);
      c00 = f0.fma(b0, c00);
      c01 = f0.fma(b1, c01);
      DoubleVector f1 = DoubleVector.broadcast(SPECIES, a[ak + 1]);
      c10 = f1.fma(b0, c10);
      c11 = f1.fma(b1, c11);
      DoubleVector f2 = DoubleVector.broadcast(SPECIES, a[ak + 2]);
      c20 = f2.fma(b0, c20);
      c21 = f2.fma(b1, c21);
      DoubleVector f3 = DoubleVector.broadcast(SPECIES, a[ak + 3]);
      c30 = f3.fma(b0, c30);
      c31 = f3.fma(b1, c31);
      DoubleVector f4 = DoubleVector.broadcast(SPECIES, a[ak + 4]);
      c40 = f4.fma(b0, c40);
      c41 = f4.fma(b1, c41);
      DoubleVector f5 = DoubleVector.broadcast(SPECIES, a[ak + 5]);
      c50 = f5.fma(b0, c50);
      c51 = f5.fma(b1, c51);
      DoubleVector f6 = DoubleVector.broadcast(SPECIES, a[ak + 6]);
      c60 = f6.fma(b0, c60);
      c61 = f6.fma(b1, c61);
      DoubleVector f7 = DoubleVector.broadcast(SPECIES, a[ak + 7]);
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
      double[] sums, int width, double[] factors, int factorsAt, double[] c, int cAt) {
    DoubleVector factor0 = DoubleVector.fromArray(SPECIES, factors, factorsAt);
    DoubleVector factor1 = DoubleVector.fromArray(SPECIES, factors, factorsAt + WIDTH);
    for (int r = 0; r < DoubleTiles.ROWS; r++) {
      int from = 2 * r * WIDTH;
      int to = cAt + r * width;
      DoubleVector.fromArray(SPECIES, c, to)
          .fma(factor0, DoubleVector.fromArray(SPECIES, sums, from))
          .intoArray(c, to);
      DoubleVector.fromArray(SPECIES, c, to + WIDTH)
          .fma(factor1, DoubleVector.fromArray(SPECIES, sums, from + WIDTH))
          .intoArray(c, to + WIDTH);
    }
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
      DoubleVector b0 = DoubleVector.fromArray(SPECIES, b, bAt + k * width);
      DoubleVector f0 = DoubleVector.broadcast(SPECIES, a[ak]);
      c00 = f0.fma(b0, c00);
      DoubleVector f1 = DoubleVector.broadcast(SPECIES, a[ak + 1]);
      c10 = f1.fma(b0, c10);
      DoubleVector f2 = DoubleVector.broadcast(SPECIES, a[ak + 2]);
      c20 = f2.fma(b0, c20);
      DoubleVector f3 = DoubleVector.broadcast(SPECIES, a[ak + 3]);
      c30 = f3.fma(b0, c30);
      DoubleVector f4 = DoubleVector.broadcast(SPECIES, a[ak + 4]);
      c40 = f4.fma(b0, c40);
      DoubleVector f5 = DoubleVector.broadcast(SPECIES, a[ak + 5]);
      c50 = f5.fma(b0, c50);
      DoubleVector f6 = DoubleVector.broadcast(SPECIES, a[ak + 6]);
      c60 = f6.fma(b0, c60);
      DoubleVector f7 = DoubleVector.broadcast(SPECIES, a[ak + 7]);
      c70 = f7.fma(b0, c70);
    }
    DoubleVector factor0 = DoubleVector.fromArray(SPECIES, factors, factorsAt);
    DoubleVector.fromArray(SPECIES, c, cAt).fma(factor0, c00).intoArray(c, cAt);
    DoubleVector.fromArray(SPECIES, c, cAt + width).fma(factor0, c10).intoArray(c, cAt + width);
    DoubleVector.fromArray(SPECIES, c, cAt + 2 * width)
        .fma(factor0, c20)
        .intoArray(c, cAt + 2 * width);
    DoubleVector.fromArray(SPECIES, c, cAt + 3 * width)
        .fma(factor0, c30)
        .intoArray(c, cAt + 3 * width);
    DoubleVector.fromArray(SPECIES, c, cAt + 4 * width)
        .fma(factor0, c40)
        .intoArray(c, cAt + 4 * width);
    DoubleVector.fromArray(SPECIES, c, cAt + 5 * width)
        .fma(factor0, c50)
        .intoArray(c, cAt + 5 * width);
    DoubleVector.fromArray(SPECIES, c, cAt + 6 * width)
        .fma(factor0, c60)
        .intoArray(c, cAt + 6 * width);
    DoubleVector.fromArray(SPECIES, c, cAt + 7 * width)
        .fma(factor0, c70)
        .intoArray(c, cAt + 7 * width);
  }
}
