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
    DoubleVector before = load(state.largest(), lane);
    DoubleVector scales = broadcast(scale);
    DoubleVector largest = before;
    for (int t = 0; t < keys; t++) {
      DoubleVector score = load(s, at + t * width).mul(scales);
      largest = largest.blend(score, score.compare(VectorOperators.GT, largest));
    }
    largest.intoArray(state.largest(), lane);
    exp(before.sub(largest)).intoArray(state.factor(), lane);
  }

  private static void weigh(
      double[] s, int at, int keys, int width, double scale, DoubleState state, int lane) {
    DoubleVector scales = broadcast(scale);
    DoubleVector largest = load(state.largest(), lane);
    DoubleVector sum = load(state.sum(), lane).mul(load(state.factor(), lane));
    for (int t = 0; t < keys; t++) {
      DoubleVector weight = exp(load(s, at + t * width).mul(scales).sub(largest));
      weight.intoArray(s, at + t * width);
      sum = sum.add(weight);
    }
    sum.intoArray(state.sum(), lane);
  }

  /** {@link Exp#of} in each lane. */
  private static DoubleVector exp(DoubleVector x) {
    DoubleVector smallest = broadcast(Exp.SMALLEST);
    DoubleVector largest = broadcast(Exp.LARGEST);
    DoubleVector low = x.blend(smallest, x.compare(VectorOperators.LT, smallest));
    DoubleVector clamped = low.blend(largest, low.compare(VectorOperators.GT, largest));
    DoubleVector rounder = broadcast(Exp.ROUNDER);
    DoubleVector n = clamped.fma(broadcast(Exp.LOG2_E), rounder).sub(rounder);
    DoubleVector minusN = n.neg();
    DoubleVector r =
        minusN.fma(broadcast(Exp.LN2_LOW), minusN.fma(broadcast(Exp.LN2_HIGH), clamped));
    DoubleVector half = n.fma(broadcast(0.5), rounder).sub(rounder);
    return polynomial(r).mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
  }

  private static DoubleVector polynomial(DoubleVector r) {
    DoubleVector polynomial = broadcast(Exp.C13);
    polynomial = polynomial.fma(r, broadcast(Exp.C12));
    polynomial = polynomial.fma(r, broadcast(Exp.C11));
    polynomial = polynomial.fma(r, broadcast(Exp.C10));
    polynomial = polynomial.fma(r, broadcast(Exp.C9));
    polynomial = polynomial.fma(r, broadcast(Exp.C8));
    polynomial = polynomial.fma(r, broadcast(Exp.C7));
    polynomial = polynomial.fma(r, broadcast(Exp.C6));
    polynomial = polynomial.fma(r, broadcast(Exp.C5));
    polynomial = polynomial.fma(r, broadcast(Exp.C4));
    polynomial = polynomial.fma(r, broadcast(Exp.C3));
    polynomial = polynomial.fma(r, broadcast(Exp.C2));
    return polynomial.fma(r, broadcast(1)).fma(r, broadcast(1));
  }

  private static DoubleVector powerOfTwo(DoubleVector n) {
    LongVector integer = n.add(Exp.ROUNDER).reinterpretAsLongs();
    return integer
        .add(Exp.EXPONENT_BIAS)
        .lanewise(VectorOperators.LSHL, Exp.SIGNIFICAND_BITS)
        .reinterpretAsDoubles();
  }

  private static DoubleVector load(double[] x, int at) {
    return DoubleVector.fromArray(SPECIES, x, at);
  }

  private static DoubleVector broadcast(double value) {
    return DoubleVector.broadcast(SPECIES, value);
  }
}
