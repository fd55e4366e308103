package assay.spec;

/**
 * scale² · Σ_i (q_i k_ti)² for each key t of a row: the square of what partial sums of a score in
 * no particular order stray by. Lemma 20 of docs/numerics.md says where a bound will do.
 */
public interface ScoreSpreads {

  /** At least {@link #square}, and cheap. */
  double squareBound(int t);

  double square(int t);

  /**
   * The share of a score's products, scale · q_i k_ti, that have a bit below {@code step}, a power
   * of two: only these can make a sum of that step round.
   */
  default double finer(int t, double step) {
    return 1;
  }

  /** Spreads that are known. */
  static ScoreSpreads of(double... spreads) {
    return new ScoreSpreads() {
      @Override
      public double squareBound(int t) {
        return square(t);
      }

      @Override
      public double square(int t) {
        return spreads[t] * spreads[t];
      }
    };
  }
}
