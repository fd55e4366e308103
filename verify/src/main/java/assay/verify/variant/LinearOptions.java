package assay.verify.variant;

import assay.numerics.FloatFormat;
import assay.spec.NumericContract;

/**
 * What a contract leaves open to norms, rotations and products with weights.
 *
 * @param sums how products are summed
 * @param tileTerms products that are loaded together
 * @param weights format that weights are unpacked to, or that cosines are rounded to
 * @param output format of the result: F32, BF16 or FP16
 */
public record LinearOptions(
    Arithmetic sums, int tileTerms, FloatFormat weights, FloatFormat output) {

  /** F32 everywhere, fused and in order, 32 products at a time. */
  public static final LinearOptions F32 =
      new LinearOptions(new FmaChain(), 32, FloatFormat.F32, FloatFormat.F32);

  /** The same with results in bf16. */
  public static final LinearOptions BF16 = F32.withOutput(FloatFormat.BF16);

  /** What a kernel with these options promises, and keeps. */
  public NumericContract contract() {
    FloatFormat f32 = FloatFormat.F32;
    NumericContract plain = NumericContract.F32;
    return new NumericContract(
        f32,
        weights,
        f32,
        sums.accumulation(),
        sums.accumulation(),
        output,
        f32,
        plain.exp2RelativeError(),
        plain.logAbsoluteError(),
        plain.keysPerRescale());
  }

  public LinearOptions withSums(Arithmetic changed) {
    return new LinearOptions(changed, tileTerms, weights, output);
  }

  public LinearOptions withTileTerms(int changed) {
    return new LinearOptions(sums, changed, weights, output);
  }

  public LinearOptions withWeights(FloatFormat changed) {
    return new LinearOptions(sums, tileTerms, changed, output);
  }

  public LinearOptions withOutput(FloatFormat changed) {
    return new LinearOptions(sums, tileTerms, weights, changed);
  }
}
