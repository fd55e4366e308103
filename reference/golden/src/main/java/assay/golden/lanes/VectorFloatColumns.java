package assay.golden.lanes;

import static assay.golden.lanes.FloatTiles.PANEL;
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
      float[] factors,
      int factorsAt,
      float[] c,
      int cAt,
      int stride,
      float[] sums) {
    for (int i = 0; i < SPAN; i += 2 * WIDTH) {
      addPair(a, aAt + i, depth, b, bAt, sums);
      addSums(sums, factors, factorsAt, c, cAt + i, stride);
    }
  }

  private static void addPair(float[] a, int aAt, int depth, float[] b, int bAt, float[] sums) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector c00 = zero;
    FloatVector c01 = zero;
    FloatVector c10 = zero;
    FloatVector c11 = zero;
    FloatVector c20 = zero;
    FloatVector c21 = zero;
    FloatVector c30 = zero;
    FloatVector c31 = zero;
    FloatVector c40 = zero;
    FloatVector c41 = zero;
    FloatVector c50 = zero;
    FloatVector c51 = zero;
    FloatVector c60 = zero;
    FloatVector c61 = zero;
    FloatVector c70 = zero;
    FloatVector c71 = zero;
    for (int k = 0; k < depth; k++) {
      int bk = bAt + k * PANEL;
      FloatVector a0 = load(a, aAt + k * ROW);
      FloatVector a1 = load(a, aAt + k * ROW + WIDTH);
      FloatVector f0 = broadcast(b[bk]);
      c00 = f0.fma(a0, c00);
      c01 = f0.fma(a1, c01);
      FloatVector f1 = broadcast(b[bk + 1]);
      c10 = f1.fma(a0, c10);
      c11 = f1.fma(a1, c11);
      FloatVector f2 = broadcast(b[bk + 2]);
      c20 = f2.fma(a0, c20);
      c21 = f2.fma(a1, c21);
      FloatVector f3 = broadcast(b[bk + 3]);
      c30 = f3.fma(a0, c30);
      c31 = f3.fma(a1, c31);
      FloatVector f4 = broadcast(b[bk + 4]);
      c40 = f4.fma(a0, c40);
      c41 = f4.fma(a1, c41);
      FloatVector f5 = broadcast(b[bk + 5]);
      c50 = f5.fma(a0, c50);
      c51 = f5.fma(a1, c51);
      FloatVector f6 = broadcast(b[bk + 6]);
      c60 = f6.fma(a0, c60);
      c61 = f6.fma(a1, c61);
      FloatVector f7 = broadcast(b[bk + 7]);
      c70 = f7.fma(a0, c70);
      c71 = f7.fma(a1, c71);
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
  }

  /**
   * A method of its own: the compiler inlines only so much into one, and what it does not inline
   * allocates its vectors.
   */
  private static void addSums(
      float[] sums, float[] factors, int factorsAt, float[] c, int cAt, int stride) {
    for (int j = 0; j < FloatTiles.ROWS; j++) {
      FloatVector factor = broadcast(factors[factorsAt + j]);
      int from = 2 * j * WIDTH;
      int to = cAt + j * stride;
      load(c, to).fma(factor, load(sums, from)).intoArray(c, to);
      load(c, to + WIDTH).fma(factor, load(sums, from + WIDTH)).intoArray(c, to + WIDTH);
    }
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
