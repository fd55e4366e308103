package assay.spec;

import assay.numerics.FloatFormat;

/**
 * What a kernel promises about its arithmetic; error budgets follow from it and from nothing else.
 *
 * <p>What is not named here is open: the order of sums, tile sizes, fused or separate products.
 * Operators without scores, softmax or lse ignore the fields that do not concern them; which they
 * use stands with their bound.
 *
 * @param scores accumulator of q·k, and the format scores are scaled and shifted in
 * @param weights format that the unnormalised softmax weights are rounded to before they meet the
 *     values
 * @param accumulator accumulator of the weighted values and of the weights' sum
 * @param output format of {@code out}
 * @param lse format of {@code lseNats}
 * @param exp2RelativeError bound of 2^x for x ≤ 0
 * @param logAbsoluteError bound of ln x for 1 ≤ x ≤ T, in nats, beyond the rounding of its result
 * @param keysPerRescale keys between two rescalings of the running accumulator
 */
public record NumericContract(
    FloatFormat scores,
    FloatFormat weights,
    FloatFormat accumulator,
    FloatFormat output,
    FloatFormat lse,
    double exp2RelativeError,
    double logAbsoluteError,
    int keysPerRescale) {

  public NumericContract {
    if (!(exp2RelativeError >= 0 && exp2RelativeError < 0.5)) {
      throw new IllegalArgumentException(
          "exp2RelativeError is " + exp2RelativeError + "; it must be in [0, 0.5)");
    }
    if (!(logAbsoluteError >= 0)) {
      throw new IllegalArgumentException(
          "logAbsoluteError is " + logAbsoluteError + "; it must not be negative");
    }
    if (keysPerRescale < 1) {
      throw new IllegalArgumentException(
          "keysPerRescale is " + keysPerRescale + "; it must be at least 1");
    }
  }
}
