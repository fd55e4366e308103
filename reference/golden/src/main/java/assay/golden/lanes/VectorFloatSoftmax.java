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

  VectorFloatSoftmax() {}

  @Override
  public void step(
      float[] s, int at, int keys, int width, float scale, FloatState state, int lane) {
    for (int j = 0; j < width; j += WIDTH) {
      raise(s, at + j, keys, width, scale, state, lane + j);
      weigh(s, at + j, keys, width, scale, state, lane + j);
    }
  }

  /*
   * Apart, with one exponential each: the compiler inlines only so much into one method, and what
   * it does not inline allocates its vectors.
   */

  private static void raise(
      float[] s, int at, int keys, int width, float scale, FloatState state, int lane) {
    FloatVector before = load(state.largest(), lane);
    FloatVector scales = broadcast(scale);
    FloatVector largest = before;
    for (int t = 0; t < keys; t++) {
      FloatVector score = load(s, at + t * width).mul(scales);
      largest = largest.blend(score, score.compare(VectorOperators.GT, largest));
    }
    largest.intoArray(state.largest(), lane);
    exp(before.sub(largest)).intoArray(state.factor(), lane);
  }

  private static void weigh(
      float[] s, int at, int keys, int width, float scale, FloatState state, int lane) {
    FloatVector scales = broadcast(scale);
    FloatVector largest = load(state.largest(), lane);
    FloatVector sum = load(state.sum(), lane).mul(load(state.factor(), lane));
    for (int t = 0; t < keys; t++) {
      FloatVector weight = exp(load(s, at + t * width).mul(scales).sub(largest));
      weight.intoArray(s, at + t * width);
      sum = sum.add(weight);
    }
    sum.intoArray(state.sum(), lane);
  }

  /** {@link FloatExp#of} in each lane. */
  private static FloatVector exp(FloatVector x) {
    FloatVector smallest = broadcast(FloatExp.SMALLEST);
    FloatVector largest = broadcast(FloatExp.LARGEST);
    FloatVector low = x.blend(smallest, x.compare(VectorOperators.LT, smallest));
    FloatVector clamped = low.blend(largest, low.compare(VectorOperators.GT, largest));
    FloatVector rounder = broadcast(FloatExp.ROUNDER);
    FloatVector n = clamped.fma(broadcast(FloatExp.LOG2_E), rounder).sub(rounder);
    FloatVector minusN = n.neg();
    FloatVector r =
        minusN.fma(broadcast(FloatExp.LN2_LOW), minusN.fma(broadcast(FloatExp.LN2_HIGH), clamped));
    FloatVector polynomial = broadcast(FloatExp.C7);
    polynomial = polynomial.fma(r, broadcast(FloatExp.C6));
    polynomial = polynomial.fma(r, broadcast(FloatExp.C5));
    polynomial = polynomial.fma(r, broadcast(FloatExp.C4));
    polynomial = polynomial.fma(r, broadcast(FloatExp.C3));
    polynomial = polynomial.fma(r, broadcast(FloatExp.C2));
    polynomial = polynomial.fma(r, broadcast(1)).fma(r, broadcast(1));
    FloatVector half = n.fma(broadcast(0.5f), rounder).sub(rounder);
    return polynomial.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  private static FloatVector powerOfTwo(FloatVector n) {
    IntVector integer = n.add(FloatExp.ROUNDER).reinterpretAsInts();
    return integer
        .add(FloatExp.EXPONENT_BIAS)
        .lanewise(VectorOperators.LSHL, FloatExp.SIGNIFICAND_BITS)
        .reinterpretAsFloats();
  }

  private static FloatVector load(float[] x, int at) {
    return FloatVector.fromArray(SPECIES, x, at);
  }

  private static FloatVector broadcast(float value) {
    return FloatVector.broadcast(SPECIES, value);
  }
}
