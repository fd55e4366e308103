package assay.spec;

/**
 * What differs from key to key in an exponent, as a sum of squares: of the score s, its spread and
 * its shift from the row's largest, M.
 *
 * <p>score · s² + spread · p + shift · (M − s)² + constant
 */
public record SquareForm(double score, double spread, double shift, double constant) {

  /**
   * One chain of fused multiply-adds, last term first.
   *
   * @param p the spread's square or, with {@code spread} times what the query has, that of the key
   */
  public double of(double s, double largest, double p) {
    double distance = largest - s;
    double rest = Math.fma(spread, p, constant);
    return Math.fma(score * s, s, Math.fma(shift * distance, distance, rest));
  }

  /** For {@code p} of the keys alone. */
  public SquareForm of(KeyBounds spreads) {
    return new SquareForm(score, spread * spreads.query(), shift, constant);
  }
}
