package assay.golden.lanes;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatSoftmax} in vector registers.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorFloatSoftmax implements FloatSoftmax {

  private static final VectorSpecies<Float> SPECIES = Template.floatSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  private final float[] ignored = new float[FloatTiles.PANEL];

  VectorFloatSoftmax() {}

  @Override
  public void step(float[] s, int keys, int width, float scale, FloatState state, int lane) {
    for (int j = 0; j < width; j += WIDTH) {
      raise(s, j, keys, scale, state, lane + j);
      weigh(state.factor(), lane + j, 1, 1, state.largest(), lane + j, ignored, j);
      shrink(state, lane + j);
      weigh(s, j, keys, scale, state.largest(), lane + j, state.sum(), lane + j);
    }
  }

  /** The largest score, in two chains; for now factor is what it was before. */
  private static void raise(float[] s, int at, int keys, float scale, FloatState state, int lane) {
    FloatVector even = load(state.largest(), lane);
    FloatVector odd = even;
    even.intoArray(state.factor(), lane);
    FloatVector scales = broadcast(scale);
    int t = 0;
    for (; t < keys - 1; t += 2) {
      even = larger(even, load(s, at + t * FloatTiles.PANEL).mul(scales));
      odd = larger(odd, load(s, at + t * FloatTiles.PANEL + FloatTiles.PANEL).mul(scales));
    }
    if (t < keys) {
      even = larger(even, load(s, at + t * FloatTiles.PANEL).mul(scales));
    }
    larger(even, odd).intoArray(state.largest(), lane);
  }

  /** NaN is not larger. */
  private static FloatVector larger(FloatVector x, FloatVector y) {
    return x.blend(y, y.compare(VectorOperators.GT, x));
  }

  private static void shrink(FloatState state, int lane) {
    load(state.sum(), lane).mul(load(state.factor(), lane)).intoArray(state.sum(), lane);
  }

  /**
   * s := e^(scale · s − largest), {@link FloatExp#of} in each lane, and adds it to sums.
   *
   * <p>One method, too long to be inlined into its caller: the compiler inlines only so much into
   * one, and what it does not inline allocates its vectors.
   */
  private static void weigh(
      float[] s,
      int at,
      int keys,
      float scale,
      float[] largest,
      int lane,
      float[] sums,
      int sumsAt) {
    FloatVector scales = broadcast(scale);
    FloatVector most = load(largest, lane);
    FloatVector sum = load(sums, sumsAt);
    FloatVector smallest = broadcast(FloatExp.SMALLEST);
    FloatVector rounder = broadcast(FloatExp.ROUNDER);
    FloatVector one = broadcast(1);
    for (int t = 0; t < keys; t++) {
      FloatVector x =
          FloatVector.fromArray(SPECIES, s, at + t * FloatTiles.PANEL).mul(scales).sub(most);
      x = x.blend(smallest, x.compare(VectorOperators.LT, smallest));
      FloatVector rounded = x.fma(FloatVector.broadcast(SPECIES, FloatExp.LOG2_E), rounder);
      FloatVector n = rounded.sub(rounder);
      x = n.fma(FloatVector.broadcast(SPECIES, -FloatExp.LN2_HIGH), x);
      x = n.fma(FloatVector.broadcast(SPECIES, -FloatExp.LN2_LOW), x);
      FloatVector weight = FloatVector.broadcast(SPECIES, FloatExp.C7);
      weight = weight.fma(x, FloatVector.broadcast(SPECIES, FloatExp.C6));
      weight = weight.fma(x, FloatVector.broadcast(SPECIES, FloatExp.C5));
      weight = weight.fma(x, FloatVector.broadcast(SPECIES, FloatExp.C4));
      weight = weight.fma(x, FloatVector.broadcast(SPECIES, FloatExp.C3));
      weight = weight.fma(x, FloatVector.broadcast(SPECIES, FloatExp.C2));
      weight = weight.fma(x, one);
      weight = weight.fma(x, one);
      IntVector power = rounded.reinterpretAsInts();
      power = power.add(FloatExp.LIFTED_BIAS);
      power = power.lanewise(VectorOperators.LSHL, FloatExp.SIGNIFICAND_BITS);
      weight = weight.mul(power.reinterpretAsFloats());
      weight = weight.mul(FloatVector.broadcast(SPECIES, FloatExp.LOWER));
      weight.intoArray(s, at + t * FloatTiles.PANEL);
      sum = sum.add(weight);
    }
    sum.intoArray(sums, sumsAt);
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
