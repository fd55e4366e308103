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
    FloatVector before = FloatVector.fromArray(SPECIES, state.largest(), lane);
    FloatVector scales = FloatVector.broadcast(SPECIES, scale);
    FloatVector largest = before;
    for (int t = 0; t < keys; t++) {
      FloatVector score = FloatVector.fromArray(SPECIES, s, at + t * width).mul(scales);
      largest = largest.blend(score, score.compare(VectorOperators.GT, largest));
    }
    largest.intoArray(state.largest(), lane);
    exp(before.sub(largest)).intoArray(state.factor(), lane);
  }

  private static void weigh(
      float[] s, int at, int keys, int width, float scale, FloatState state, int lane) {
    FloatVector scales = FloatVector.broadcast(SPECIES, scale);
    FloatVector largest = FloatVector.fromArray(SPECIES, state.largest(), lane);
    FloatVector sum =
        FloatVector.fromArray(SPECIES, state.sum(), lane)
            .mul(FloatVector.fromArray(SPECIES, state.factor(), lane));
    for (int t = 0; t < keys; t++) {
      FloatVector weight =
          exp(FloatVector.fromArray(SPECIES, s, at + t * width).mul(scales).sub(largest));
      weight.intoArray(s, at + t * width);
      sum = sum.add(weight);
    }
    sum.intoArray(state.sum(), lane);
  }

  /** {@link FloatExp#of} in each lane. */
  private static FloatVector exp(FloatVector x) {
    FloatVector smallest = FloatVector.broadcast(SPECIES, FloatExp.SMALLEST);
    FloatVector largest = FloatVector.broadcast(SPECIES, FloatExp.LARGEST);
    FloatVector low = x.blend(smallest, x.compare(VectorOperators.LT, smallest));
    FloatVector clamped = low.blend(largest, low.compare(VectorOperators.GT, largest));
    FloatVector rounder = FloatVector.broadcast(SPECIES, FloatExp.ROUNDER);
    FloatVector n =
        clamped.fma(FloatVector.broadcast(SPECIES, FloatExp.LOG2_E), rounder).sub(rounder);
    FloatVector minusN = n.neg();
    FloatVector r =
        minusN.fma(
            FloatVector.broadcast(SPECIES, FloatExp.LN2_LOW),
            minusN.fma(FloatVector.broadcast(SPECIES, FloatExp.LN2_HIGH), clamped));
    FloatVector polynomial = FloatVector.broadcast(SPECIES, FloatExp.C7);
    polynomial = polynomial.fma(r, FloatVector.broadcast(SPECIES, FloatExp.C6));
    polynomial = polynomial.fma(r, FloatVector.broadcast(SPECIES, FloatExp.C5));
    polynomial = polynomial.fma(r, FloatVector.broadcast(SPECIES, FloatExp.C4));
    polynomial = polynomial.fma(r, FloatVector.broadcast(SPECIES, FloatExp.C3));
    polynomial = polynomial.fma(r, FloatVector.broadcast(SPECIES, FloatExp.C2));
    polynomial =
        polynomial
            .fma(r, FloatVector.broadcast(SPECIES, 1))
            .fma(r, FloatVector.broadcast(SPECIES, 1));
    FloatVector half = n.fma(FloatVector.broadcast(SPECIES, 0.5f), rounder).sub(rounder);
    return polynomial.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  private static FloatVector powerOfTwo(FloatVector n) {
    IntVector integer = n.add(FloatExp.ROUNDER).reinterpretAsInts();
    return integer
        .add(FloatExp.EXPONENT_BIAS)
        .lanewise(VectorOperators.LSHL, FloatExp.SIGNIFICAND_BITS)
        .reinterpretAsFloats();
  }
}
