package assay.golden.lanes;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatPicks} in vector registers: eight of c stay in registers.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorFloatPicks implements FloatPicks {

  private static final VectorSpecies<Float> SPECIES = Template.floatSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  VectorFloatPicks() {}

  @Override
  public void add(
      float[] a,
      int aAt,
      int[] rows,
      float[] w,
      int at,
      int count,
      float factor,
      float[] c,
      int cAt) {
    for (int d = 0; d < COLUMNS; d += 8 * WIDTH) {
      addEight(a, aAt + d, rows, w, at, count, factor, c, cAt + d);
    }
  }

  private static void addEight(
      float[] a,
      int aAt,
      int[] rows,
      float[] w,
      int at,
      int count,
      float factor,
      float[] c,
      int cAt) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = FloatVector.zero(SPECIES);
    FloatVector s2 = FloatVector.zero(SPECIES);
    FloatVector s3 = FloatVector.zero(SPECIES);
    FloatVector s4 = FloatVector.zero(SPECIES);
    FloatVector s5 = FloatVector.zero(SPECIES);
    FloatVector s6 = FloatVector.zero(SPECIES);
    FloatVector s7 = FloatVector.zero(SPECIES);
    for (int i = at; i < at + count; i++) {
      FloatVector weight = FloatVector.broadcast(SPECIES, w[i]);
      int row = aAt + rows[i] * COLUMNS;
      s0 = weight.fma(load(a, row), s0);
      s1 = weight.fma(load(a, row + WIDTH), s1);
      s2 = weight.fma(load(a, row + 2 * WIDTH), s2);
      s3 = weight.fma(load(a, row + 3 * WIDTH), s3);
      s4 = weight.fma(load(a, row + 4 * WIDTH), s4);
      s5 = weight.fma(load(a, row + 5 * WIDTH), s5);
      s6 = weight.fma(load(a, row + 6 * WIDTH), s6);
      s7 = weight.fma(load(a, row + 7 * WIDTH), s7);
    }
    FloatVector factors = FloatVector.broadcast(SPECIES, factor);
    load(c, cAt).fma(factors, s0).intoArray(c, cAt);
    load(c, cAt + WIDTH).fma(factors, s1).intoArray(c, cAt + WIDTH);
    load(c, cAt + 2 * WIDTH).fma(factors, s2).intoArray(c, cAt + 2 * WIDTH);
    load(c, cAt + 3 * WIDTH).fma(factors, s3).intoArray(c, cAt + 3 * WIDTH);
    load(c, cAt + 4 * WIDTH).fma(factors, s4).intoArray(c, cAt + 4 * WIDTH);
    load(c, cAt + 5 * WIDTH).fma(factors, s5).intoArray(c, cAt + 5 * WIDTH);
    load(c, cAt + 6 * WIDTH).fma(factors, s6).intoArray(c, cAt + 6 * WIDTH);
    load(c, cAt + 7 * WIDTH).fma(factors, s7).intoArray(c, cAt + 7 * WIDTH);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }
}
