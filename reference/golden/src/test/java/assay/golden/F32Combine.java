package assay.golden;

import assay.numerics.FloatFormat;
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Implementation;
import assay.spec.Result;

/**
 * An honest kernel in F32, exponents in base 2, weights relative to the rounded lse; and its
 * planted bugs.
 */
record F32Combine(FloatFormat output, Bug bug) implements Implementation<Problem> {

  /** What the kernel gets wrong. */
  enum Bug {
    NONE,
    PARTS_WEIGHTED_ALIKE,
    BASE_TWO_ON_NATS,
    LSE_IN_BASE_TWO,
    EMPTY_PARTS_COUNTED
  }

  private static final float LOG2_E = (float) (1 / Math.log(2));

  @Override
  public Result run(Problem problem) {
    double[] out = new double[problem.rows() * problem.width()];
    double[] lse = new double[problem.rows()];
    for (int row = 0; row < problem.rows(); row++) {
      lse[row] = merge(problem, row, out);
    }
    return CombineSplits.result(problem, out, lse);
  }

  private double merge(Problem problem, int row, double[] out) {
    float largest = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < problem.parts(); k++) {
      largest = Math.max(largest, exponent(problem, row, k));
    }
    if (largest == Float.NEGATIVE_INFINITY) {
      return largest;
    }
    float sum = 0;
    for (int k = 0; k < problem.parts(); k++) {
      sum += exp2(exponent(problem, row, k) - largest);
    }
    float lse = largest + (float) (Math.log(sum) / Math.log(2));
    for (int d = 0; d < problem.width(); d++) {
      out[row * problem.width() + d] = F32Linear.round(element(problem, row, d, lse), output);
    }
    return bug == Bug.LSE_IN_BASE_TWO ? lse : lse / LOG2_E;
  }

  private float element(Problem problem, int row, int d, float lse) {
    float sum = 0;
    for (int k = 0; k < problem.parts(); k++) {
      float exponent = exponent(problem, row, k);
      if (exponent != Float.NEGATIVE_INFINITY) {
        long at = ((long) k * problem.rows() + row) * problem.width() + d;
        float part = (float) problem.out().get(at);
        float weight =
            bug == Bug.PARTS_WEIGHTED_ALIKE ? 1f / problem.parts() : exp2(exponent - lse);
        sum = Math.fma(weight, Float.isNaN(part) ? 0 : part, sum);
      }
    }
    return sum;
  }

  private float exponent(Problem problem, int row, int k) {
    float nats = (float) problem.lseNats().get((long) k * problem.rows() + row);
    boolean counted = bug == Bug.EMPTY_PARTS_COUNTED && nats == Float.NEGATIVE_INFINITY;
    return counted ? 0 : bug == Bug.BASE_TWO_ON_NATS ? nats : nats * LOG2_E;
  }

  private static float exp2(float x) {
    return (float) Math.pow(2, x);
  }
}
