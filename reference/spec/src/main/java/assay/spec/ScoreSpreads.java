package assay.spec;

/**
 * scale² · Σ_i (q_i k_ti)² for each key t of a row: the square of what partial sums of a score in
 * no particular order stray by. Lemma 20 of docs/numerics.md says where a bound will do.
 */
@FunctionalInterface
public interface ScoreSpreads {

  double square(int t);

  /** Spreads that are known. */
  static ScoreSpreads of(double... spreads) {
    return t -> spreads[t] * spreads[t];
  }
}
