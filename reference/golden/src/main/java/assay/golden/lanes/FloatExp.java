package assay.golden.lanes;

/**
 * e^x in F32, as {@link Exp} in binary64.
 *
 * <p>Taylor of degree 7: the remainder is (ln 2 / 2)^8 / 8! / (1 − ln 2 / 18) &lt; 2^−27.4. Error:
 * less than one ulp, which {@code FloatExpTest} finds for every F32 between the clamps.
 *
 * <p>Special cases: e^−∞ = 0, e^+∞ = +∞, NaN gives NaN.
 */
final class FloatExp {

  /** Beyond these e^x is 0 and +∞; between them n stays within 8 bits. */
  static final float SMALLEST = -105;

  static final float LARGEST = 89;

  static final float LOG2_E = 0x1.715476p0f;

  /** ln 2 in two parts; n times the first is exact. */
  static final float LN2_HIGH = 0x1.62e4p-1f;

  static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** 1.5 · 2^23: adding it rounds to an integer, which then stands in the low significand bits. */
  static final float ROUNDER = 0x1.8p23f;

  static final int EXPONENT_BIAS = 127;
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
    float clamped = Math.max(SMALLEST, Math.min(LARGEST, x));
    float n = Math.fma(clamped, LOG2_E, ROUNDER) - ROUNDER;
    float r = Math.fma(-n, LN2_LOW, Math.fma(-n, LN2_HIGH, clamped));
    float polynomial = Math.fma(C7, r, C6);
    polynomial = Math.fma(polynomial, r, C5);
    polynomial = Math.fma(polynomial, r, C4);
    polynomial = Math.fma(polynomial, r, C3);
    polynomial = Math.fma(polynomial, r, C2);
    polynomial = Math.fma(Math.fma(polynomial, r, 1), r, 1);
    float half = Math.fma(n, 0.5f, ROUNDER) - ROUNDER;
    return polynomial * powerOfTwo(half) * powerOfTwo(n - half);
  }

  /** 2^n of an integer n whose result is normal. */
  private static float powerOfTwo(float n) {
    int integer = Float.floatToRawIntBits(n + ROUNDER);
    return Float.intBitsToFloat((integer + EXPONENT_BIAS) << SIGNIFICAND_BITS);
  }
}
