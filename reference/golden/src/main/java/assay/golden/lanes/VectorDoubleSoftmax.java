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
      stepLanes(s, at + j, keys, width, scale, state, lane + j);
    }
  }

  private static void stepLanes(
      double[] s, int at, int keys, int width, double scale, DoubleState state, int lane) {
    DoubleVector before = load(state.largest(), lane);
    DoubleVector scales = DoubleVector.broadcast(SPECIES, scale);
    DoubleVector largest = before;
    for (int t = 0; t < keys; t++) {
      largest = largest.max(load(s, at + t * width).mul(scales));
    }
    DoubleVector factor = exp(before.sub(largest));
    DoubleVector sum = load(state.sum(), lane).mul(factor);
    for (int t = 0; t < keys; t++) {
      DoubleVector weight = exp(load(s, at + t * width).mul(scales).sub(largest));
      weight.intoArray(s, at + t * width);
      sum = sum.add(weight);
    }
    largest.intoArray(state.largest(), lane);
    sum.intoArray(state.sum(), lane);
    factor.intoArray(state.factor(), lane);
  }

  /** {@link Exp#of} in each lane. */
  private static DoubleVector exp(DoubleVector x) {
    DoubleVector clamped = x.min(Exp.LARGEST).max(Exp.SMALLEST);
    DoubleVector rounder = broadcast(Exp.ROUNDER);
    DoubleVector n = clamped.fma(broadcast(Exp.LOG2_E), rounder).sub(rounder);
    DoubleVector minusN = n.neg();
    DoubleVector r =
        minusN.fma(broadcast(Exp.LN2_LOW), minusN.fma(broadcast(Exp.LN2_HIGH), clamped));
    DoubleVector polynomial = broadcast(Exp.coefficient(Exp.degree()));
    for (int k = Exp.degree() - 1; k >= 0; k--) {
      polynomial = polynomial.fma(r, broadcast(Exp.coefficient(k)));
    }
    DoubleVector half = n.fma(broadcast(0.5), rounder).sub(rounder);
    return polynomial.mul(powerOfTwo(half)).mul(powerOfTwo(n.sub(half)));
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
