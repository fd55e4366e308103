package assay.golden.lanes;

/**
 * e^x in F32 for x ≤ 0, as {@link Exp} in binary64.
 *
 * <p>Taylor of degree 7: the remainder is (ln 2 / 2)^8 / 8! / (1 − ln 2 / 18) &lt; 2^−27.4. Error:
 * less than one ulp, which {@code FloatExpTest} finds for every 97th F32 above the clamp.
 *
 * <p>Special cases: e^−∞ = 0, NaN gives NaN.
 */
final class FloatExp {

  /** Below it e^x is 0. */
  static final float SMALLEST = -105;

  static final float LOG2_E = 0x1.715476p0f;

  /** ln 2 in two parts; n times the first is exact. */
  static final float LN2_HIGH = 0x1.62e4p-1f;

  static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** 1.5 · 2^23: adding it rounds to an integer, which then stands in the low significand bits. */
  static final float ROUNDER = 0x1.8p23f;

  /** Exponent bias, and 64 more: 2^n is normal where e^x is subnormal. */
  static final int LIFTED_BIAS = 127 + 64;

  /** Undoes it: the only rounding of a subnormal result. */
  static final float LOWER = 0x1p-64f;

  static final int SIGNIFICAND_BITS = 23;

  /** 1/k!. */
  static final float C2 = 1 / 2f;

  static final float C3 = 1 / 6f;
  static final float C4 = 1 / 24f;
  static final float C5 = 1 / 120f;
  static final float C6 = 1 / 720f;
  static final float C7 = 1 / 5040f;

  private FloatExp() {}

  static float of(float x) {
    float clamped = Math.max(SMALLEST, x);
    float rounded = Math.fma(clamped, LOG2_E, ROUNDER);
    float n = rounded - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, clamped));
    float polynomial = Math.fma(C7, r, C6);
    polynomial = Math.fma(polynomial, r, C5);
    polynomial = Math.fma(polynomial, r, C4);
    polynomial = Math.fma(polynomial, r, C3);
    polynomial = Math.fma(polynomial, r, C2);
    polynomial = Math.fma(Math.fma(polynomial, r, 1), r, 1);
    return polynomial * liftedPower(rounded) * LOWER;
  }

  /** 2^(n + 64), where n stands in the low bits. */
  private static float liftedPower(float rounded) {
    int integer = Float.floatToRawIntBits(rounded);
    return Float.intBitsToFloat((integer + LIFTED_BIAS) << SIGNIFICAND_BITS);
  }
}
