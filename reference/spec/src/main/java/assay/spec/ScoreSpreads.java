package assay.spec;

/**
 * scale · √(Σ_i (q_i k_ti)²) for each term t of a row: what partial sums of a score in no
 * particular order stray by. Lemma 21 of docs/numerics.md says where a bound will do.
 */
public interface ScoreSpreads {

  /** At least the spread, and cheap. */
  double bound(int t);

  double exact(int t);

  /** Spreads that are known. */
  static ScoreSpreads of(double... spreads) {
    return new ScoreSpreads() {
      @Override
      public double bound(int t) {
        return spreads[t];
      }

      @Override
      public double exact(int t) {
        return spreads[t];
      }
    };
  }
}
