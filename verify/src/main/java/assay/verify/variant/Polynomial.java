package assay.verify.variant;

import java.util.List;

/**
 * 2^x as 2^n · p(f) with n the nearest whole number, |f| ≤ 1/2, and p Horner's form in fused F32.
 *
 * @param coefficients of f^0 and up
 * @param relativeError declared; above that of p and of the roundings
 */
public record Polynomial(List<Float> coefficients, double relativeError) implements Exponential {

  private static final float LEAST = -149;

  /** Taylor's, to f^7: the remainder is below (ln 2 / 2)^8 / 8! · √2 &lt; 2^−26. */
  public static final Polynomial SEVENTH = new Polynomial(taylor(7), 0x1p-23);

  /** A cubic that is 1 at 0, so that nothing is lost where a maximum stays; within 1.2 · 10^−4. */
  public static final Polynomial THIRD =
      new Polynomial(List.of(1f, 0.693349f, 0.242269f, 0.054835f), 0x1p-13);

  public Polynomial {
    coefficients = List.copyOf(coefficients);
  }

  private static List<Float> taylor(int degree) {
    Float[] terms = new Float[degree + 1];
    double term = 1;
    for (int i = 0; i <= degree; i++) {
      terms[i] = (float) term;
      term *= Math.log(2) / (i + 1);
    }
    return List.of(terms);
  }

  @Override
  public float exp2(float x) {
    if (x < LEAST || Float.isNaN(x)) {
      return Float.isNaN(x) ? x : 0;
    }
    int whole = Math.round(x);
    float rest = x - whole;
    float sum = 0;
    for (int i = coefficients.size() - 1; i >= 0; i--) {
      sum = Math.fma(sum, rest, coefficients.get(i));
    }
    return Math.scalb(sum, whole);
  }
}
