package assay.golden;

import assay.numerics.FloatFormat;
import assay.spec.NumericContract;

/** Numeric contracts that the tests' own kernels keep. */
final class Contracts {

  /** The golden model's own: {@link StrictMath#log} is within one ulp of at most 64. */
  static final NumericContract BINARY64 =
      new NumericContract(
          FloatFormat.F64,
          FloatFormat.F64,
          FloatFormat.F64,
          FloatFormat.F64,
          FloatFormat.F64,
          2 * FloatFormat.F64.unitRoundoff(),
          64 * FloatFormat.F64.unitRoundoff(),
          64);

  /** F32 inside, weights and output in bf16: what FlashMLA and its kin do. */
  static final NumericContract BF16_WEIGHTS = f32(FloatFormat.BF16, FloatFormat.BF16);

  /** F32 everywhere. */
  static final NumericContract F32 = f32(FloatFormat.F32, FloatFormat.F32);

  private Contracts() {}

  /** F32 inside, weights under scales unpacked to bf16. */
  static NumericContract withOutput(FloatFormat output) {
    return f32(FloatFormat.BF16, output);
  }

  private static NumericContract f32(FloatFormat weights, FloatFormat output) {
    return new NumericContract(
        FloatFormat.F32,
        weights,
        FloatFormat.F32,
        output,
        FloatFormat.F32,
        4 * FloatFormat.F32.unitRoundoff(),
        32 * FloatFormat.F32.unitRoundoff(),
        64);
  }
}
