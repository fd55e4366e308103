package assay.golden.lanes;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DoubleSoftmax} in vector registers.
 *
 * <p>A template: see {@link Template}.
 */
final class VectorDoubleSoftmax implements DoubleSoftmax {

  private static final VectorSpecies<Double> SPECIES =
      Template.doubleSpecies(MethodHandles.lookup());
  private static final int WIDTH = SPECIES.length();

  // Constants, since a broadcast is several calls and the compiler inlines only so many.
  private static final DoubleVector SMALLEST = DoubleVector.broadcast(SPECIES, Exp.SMALLEST);
  private static final DoubleVector LARGEST = DoubleVector.broadcast(SPECIES, Exp.LARGEST);
  private static final DoubleVector ROUNDER = DoubleVector.broadcast(SPECIES, Exp.ROUNDER);
  private static final DoubleVector LOG2_E = DoubleVector.broadcast(SPECIES, Exp.LOG2_E);
  private static final DoubleVector LN2_LOW = DoubleVector.broadcast(SPECIES, Exp.LN2_LOW);
  private static final DoubleVector LN2_HIGH = DoubleVector.broadcast(SPECIES, Exp.LN2_HIGH);
  private static final DoubleVector C2 = DoubleVector.broadcast(SPECIES, Exp.C2);
  private static final DoubleVector C3 = DoubleVector.broadcast(SPECIES, Exp.C3);
  private static final DoubleVector C4 = DoubleVector.broadcast(SPECIES, Exp.C4);
  private static final DoubleVector C5 = DoubleVector.broadcast(SPECIES, Exp.C5);
  private static final DoubleVector C6 = DoubleVector.broadcast(SPECIES, Exp.C6);
  private static final DoubleVector C7 = DoubleVector.broadcast(SPECIES, Exp.C7);
  private static final DoubleVector C8 = DoubleVector.broadcast(SPECIES, Exp.C8);
  private static final DoubleVector C9 = DoubleVector.broadcast(SPECIES, Exp.C9);
  private static final DoubleVector C10 = DoubleVector.broadcast(SPECIES, Exp.C10);
  private static final DoubleVector C11 = DoubleVector.broadcast(SPECIES, Exp.C11);
  private static final DoubleVector C12 = DoubleVector.broadcast(SPECIES, Exp.C12);
  private static final DoubleVector C13 = DoubleVector.broadcast(SPECIES, Exp.C13);
  private static final DoubleVector HALF = DoubleVector.broadcast(SPECIES, 0.5);
  private static final DoubleVector ONE = DoubleVector.broadcast(SPECIES, 1);

  VectorDoubleSoftmax() {}

  @Override
  public void step(
      double[] s, int at, int keys, int width, double scale, DoubleState state, int lane) {
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
      double[] s, int at, int keys, int width, double scale, DoubleState state, int lane) {
    DoubleVector before = DoubleVector.fromArray(SPECIES, state.largest(), lane);
    DoubleVector scales = DoubleVector.broadcast(SPECIES, scale);
    DoubleVector largest = before;
    for (int t = 0; t < keys; t++) {
      DoubleVector score = DoubleVector.fromArray(SPECIES, s, at + t * width).mul(scales);
      largest = largest.blend(score, score.compare(VectorOperators.GT, largest));
    }
    largest.intoArray(state.largest(), lane);
    exp(before.sub(largest)).intoArray(state.factor(), lane);
  }

  private static void weigh(
      double[] s, int at, int keys, int width, double scale, DoubleState state, int lane) {
    DoubleVector scales = DoubleVector.broadcast(SPECIES, scale);
    DoubleVector largest = DoubleVector.fromArray(SPECIES, state.largest(), lane);
    DoubleVector sum =
        DoubleVector.fromArray(SPECIES, state.sum(), lane)
            .mul(DoubleVector.fromArray(SPECIES, state.factor(), lane));
    for (int t = 0; t < keys; t++) {
      DoubleVector weight =
          exp(DoubleVector.fromArray(SPECIES, s, at + t * width).mul(scales).sub(largest));
      weight.intoArray(s, at + t * width);
      sum = sum.add(weight);
    }
    sum.intoArray(state.sum(), lane);
  }

  /** {@link Exp#of} in each lane. */
  private static DoubleVector exp(DoubleVector x) {
    DoubleVector low = x.blend(SMALLEST, x.compare(VectorOperators.LT, SMALLEST));
    DoubleVector clamped = low.blend(LARGEST, low.compare(VectorOperators.GT, LARGEST));
    DoubleVector n = clamped.fma(LOG2_E, ROUNDER).sub(ROUNDER);
    DoubleVector minusN = n.neg();
    DoubleVector r = minusN.fma(LN2_LOW, minusN.fma(LN2_HIGH, clamped));
    DoubleVector half = n.fma(HALF, ROUNDER).sub(ROUNDER);
    return polynomial(r).mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  private static DoubleVector polynomial(DoubleVector r) {
    DoubleVector polynomial = C13.fma(r, C12);
    polynomial = polynomial.fma(r, C11);
    polynomial = polynomial.fma(r, C10);
    polynomial = polynomial.fma(r, C9);
    polynomial = polynomial.fma(r, C8);
    polynomial = polynomial.fma(r, C7);
    polynomial = polynomial.fma(r, C6);
    polynomial = polynomial.fma(r, C5);
    polynomial = polynomial.fma(r, C4);
    polynomial = polynomial.fma(r, C3);
    polynomial = polynomial.fma(r, C2);
    return polynomial.fma(r, ONE).fma(r, ONE);
  }

  private static DoubleVector powerOfTwo(DoubleVector n) {
    LongVector integer = n.add(Exp.ROUNDER).reinterpretAsLongs();
    return integer
        .add(Exp.EXPONENT_BIAS)
        .lanewise(VectorOperators.LSHL, Exp.SIGNIFICAND_BITS)
        .reinterpretAsDoubles();
  }
}
