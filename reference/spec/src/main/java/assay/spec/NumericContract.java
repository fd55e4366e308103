package assay.spec;

import assay.numerics.FloatFormat;

/**
 * What a kernel promises about its arithmetic; error budgets follow from it and from nothing else.
 *
 * <p>What is not named here is open: the order of sums, fused or separate products, where a
 * sequence is split. Operators without scores, softmax or lse ignore the fields that do not concern
 * them; which they use stands with their bound.
 *
 * @param scores accumulator of q·k, and the format scores are scaled and shifted in
 * @param weights format that the unnormalised softmax weights are rounded to before they meet the
 *     values
 * @param accumulator accumulator of the weighted values, of the weights' sum, and of other
 *     operators' sums
 * @param overFeatures how sums over features are accumulated: q·k, projections, norms
 * @param overKeys how weighted values are; the weights' own sum has as many terms apart, and is of
 *     ordinary additions
 * @param output format of {@code out}
 * @param lse format of {@code lseNats}
 * @param exp2RelativeError bound of 2^x for x &lt; 0; 2^0 is 1
 * @param logAbsoluteError bound of ln x for 1 ≤ x ≤ T, in nats, beyond the rounding of its result
 * @param keysPerRescale keys between two rescalings of the running accumulator
 */
public record NumericContract(
    FloatFormat scores,
    FloatFormat weights,
    FloatFormat accumulator,
    Accumulation overFeatures,
    Accumulation overKeys,
    FloatFormat output,
    FloatFormat lse,
    double exp2RelativeError,
    double logAbsoluteError,
    int keysPerRescale) {

  private static final int KEYS_PER_TILE = 64;

  /** Binary64 everywhere, summed in any order: what the golden model keeps. */
  public static final NumericContract BINARY64 = exact(FloatFormat.F64);

  /** F32 everywhere, summed in any order and rounded to nearest: no matrix unit does that. */
  public static final NumericContract F32 = f32(FloatFormat.F32, Accumulation.CHAIN);

  /**
   * F32 inside, softmax weights and outputs in bf16: what FlashMLA and its kin do. Sums are those
   * of Ampere's matrix unit, which Hopper's and Blackwell's are within, and ordinary ones in any
   * order too.
   */
  public static final NumericContract BF16 = f32(FloatFormat.BF16, Accumulation.AMPERE);

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

  /** The same with results in another format. */
  public NumericContract withOutput(FloatFormat format) {
    return new NumericContract(
        scores,
        weights,
        accumulator,
        overFeatures,
        overKeys,
        format,
        lse,
        exp2RelativeError,
        logAbsoluteError,
        keysPerRescale);
  }

  /** The same with sums accumulated in other ways. */
  public NumericContract withSums(Accumulation features, Accumulation keys) {
    return new NumericContract(
        scores,
        weights,
        accumulator,
        features,
        keys,
        output,
        lse,
        exp2RelativeError,
        logAbsoluteError,
        keysPerRescale);
  }

  /** 2^x within one ulp, ln x within one ulp of at most 64, tiles of 64 keys. */
  private static NumericContract exact(FloatFormat all) {
    double unit = all.unitRoundoff();
    Accumulation any = Accumulation.CHAIN;
    return new NumericContract(
        all, all, all, any, any, all, all, 2 * unit, 64 * unit, KEYS_PER_TILE);
  }

  /** 2^x within two ulp, ln x within one ulp of at most 32, tiles of 64 keys. */
  private static NumericContract f32(FloatFormat weightsAndOutput, Accumulation sums) {
    FloatFormat f32 = FloatFormat.F32;
    double unit = f32.unitRoundoff();
    return new NumericContract(
        f32,
        weightsAndOutput,
        f32,
        sums,
        sums,
        weightsAndOutput,
        f32,
        4 * unit,
        32 * unit,
        KEYS_PER_TILE);
  }
}
