package assay.spec;

/**
 * What the error budget of one row of softmax attention follows from.
 *
 * <p>Arrays may be longer than the row. Where there is a sink, the entry after the last key is its
 * weight and its score: it is a key whose value is 0 and whose score is given and not computed, so
 * that it has neither gauge nor spread (docs/numerics.md, lemma 14).
 *
 * @param weights exact softmax weights w_t, summing to 1 with the sink's
 * @param scores exact scores, in nats
 * @param gauges scale · ‖q‖ · ‖k_t‖, at least scale · Σ_i |q_i k_ti|
 * @param spreadBounds at least what {@code spreads} has
 * @param spreads of the scores
 * @param keys T, at least 1; a key counts as often as it is listed
 * @param sink whether a sink follows the keys
 * @param largestValue the largest |v| among the row's visible values
 * @param keysPerLook from one look at the partial sums of values to the next, at most
 */
public record AttentionTerms(
    double[] weights,
    double[] scores,
    KeyBounds gauges,
    KeyBounds spreadBounds,
    ScoreSpreads spreads,
    int keys,
    boolean sink,
    double largestValue,
    int keysPerLook) {

  /** Terms of the normaliser: T, and one more with a sink. */
  int count() {
    return sink ? keys + 1 : keys;
  }
}
