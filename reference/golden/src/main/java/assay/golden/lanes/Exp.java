package assay.golden.lanes;

/**
 * e^x from additions, products and fused multiply-adds alone, so that every register width and
 * every compiler tier gives the same bits.
 *
 * <p>x = n ln 2 + r with |r| ≤ ln 2 / 2; e^r is its Taylor polynomial of degree 13, whose remainder
 * is below 0.06 ulp; 2^n is applied in two factors, so that a subnormal result is rounded once.
 *
 * <p>Special cases: e^−∞ = 0, e^+∞ = +∞, NaN gives NaN. Error: less than one ulp.
 */
final class Exp {

  /** Beyond these e^x is 0 and +∞; between them the exponent n stays within 11 bits. */
  static final double SMALLEST = -746;

  static final double LARGEST = 710;

  static final double LOG2_E = 0x1.71547652b82fep0;

  /** ln 2 in two parts; n times the first is exact. */
  static final double LN2_HIGH = 0x1.62e42fee00000p-1;

  static final double LN2_LOW = 0x1.a39ef35793c76p-33;

  /** 1.5 · 2^52: adding it rounds to an integer, which then stands in the low significand bits. */
  static final double ROUNDER = 0x1.8p52;

  static final int EXPONENT_BIAS = 1023;
  static final int SIGNIFICAND_BITS = 52;

  /** 1/k!. */
  static final double C2 = 1 / 2.0;

  static final double C3 = 1 / 6.0;

  static final double C4 = 1 / 24.0;

  static final double C5 = 1 / 120.0;

  static final double C6 = 1 / 720.0;

  static final double C7 = 1 / 5040.0;

  static final double C8 = 1 / 40320.0;

  static final double C9 = 1 / 362880.0;

  static final double C10 = 1 / 3628800.0;

  static final double C11 = 1 / 39916800.0;

  static final double C12 = 1 / 479001600.0;

  static final double C13 = 1 / 6227020800.0;

  private Exp() {}

  static double of(double x) {
    double clamped = Math.max(SMALLEST, Math.min(LARGEST, x));
    double n = Math.fma(clamped, LOG2_E, ROUNDER) - ROUNDER;
    double r = Math.fma(-n, LN2_LOW, Math.fma(-n, LN2_HIGH, clamped));
    double polynomial = Math.fma(C13, r, C12);
    polynomial = Math.fma(polynomial, r, C11);
    polynomial = Math.fma(polynomial, r, C10);
    polynomial = Math.fma(polynomial, r, C9);
    polynomial = Math.fma(polynomial, r, C8);
    polynomial = Math.fma(polynomial, r, C7);
    polynomial = Math.fma(polynomial, r, C6);
    polynomial = Math.fma(polynomial, r, C5);
    polynomial = Math.fma(polynomial, r, C4);
    polynomial = Math.fma(polynomial, r, C3);
    polynomial = Math.fma(polynomial, r, C2);
    polynomial = Math.fma(Math.fma(polynomial, r, 1), r, 1);
    double half = Math.fma(n, 0.5, ROUNDER) - ROUNDER;
    return polynomial * powerOfTwo(half) * powerOfTwo(n - half);
  }

  /** 2^n of an integer n whose result is normal. */
  private static double powerOfTwo(double n) {
    long integer = Double.doubleToRawLongBits(n + ROUNDER);
    return Double.longBitsToDouble((integer + EXPONENT_BIAS) << SIGNIFICAND_BITS);
  }
}
