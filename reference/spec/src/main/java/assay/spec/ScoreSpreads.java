package assay.spec;

/**
 * scale² · Σ_i (q_i k_ti)² for each key t of a row: the square of what partial sums of a score in
 * no particular order stray by. Lemma 20 of docs/numerics.md says where a bound will do.
 */
public interface ScoreSpreads {

  /** At least {@link #square}, and cheap. */
  double squareBound(int t);

  double square(int t);

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
