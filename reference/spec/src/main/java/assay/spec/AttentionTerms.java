package assay.spec;

/**
 * What the error budget of one row of softmax attention follows from.
 *
 * <p>Arrays may be longer than the row. Where there is a sink, the entry after the last key is its
 * weight and its score, with gauge and spread 0: it is a key whose value is 0 and whose score is
 * given and not computed (docs/numerics.md, lemma 14).
 *
 * @param weights exact softmax weights w_t, summing to 1 with the sink's
 * @param scores exact scores, in nats
 * @param gauges scale · ‖q‖ · ‖k_t‖, at least scale · Σ_i |q_i k_ti|
 * @param spreads of the scores
 * @param keys T, at least 1; a key counts as often as it is listed
 * @param sink whether a sink follows the keys
 * @param largestValue the largest |v| among the row's visible values
 * @param keysPerLook from one look at the partial sums of values to the next, at most
 */
public record AttentionTerms(
    double[] weights,
    double[] scores,
    double[] gauges,
    ScoreSpreads spreads,
    int keys,
    boolean sink,
    double largestValue,
    int keysPerLook) {

  /** Terms of the normaliser: T, and one more with a sink. */
  int count() {
    return sink ? keys + 1 : keys;
  }

  /**
   * How often a running maximum grows from one tile of so many keys to the next, first tile first
   * or last tile first, whichever is more; and once more for a merge.
   */
  int rescalings(int keysPerTile) {
    int tiles = Math.ceilDiv(keys, keysPerTile);
    double[] largest = new double[tiles];
    for (int tile = 0; tile < tiles; tile++) {
      int end = (int) Math.min(keys, (tile + 1L) * keysPerTile);
      largest[tile] = Double.NEGATIVE_INFINITY;
      for (int t = tile * keysPerTile; t < end; t++) {
        largest[tile] = Math.max(largest[tile], scores[t]);
      }
    }
    int forwards = 0;
    int backwards = 0;
    double first = Double.NEGATIVE_INFINITY;
    double last = Double.NEGATIVE_INFINITY;
    for (int tile = 0; tile < tiles; tile++) {
      forwards += largest[tile] > first ? 1 : 0;
      backwards += largest[tiles - 1 - tile] > last ? 1 : 0;
      first = Math.max(first, largest[tile]);
      last = Math.max(last, largest[tiles - 1 - tile]);
    }
    return Math.max(forwards, backwards);
  }

  /** The key with the largest score. */
  int heaviest() {
    int heaviest = 0;
    for (int t = 1; t < keys; t++) {
      heaviest = scores[t] > scores[heaviest] ? t : heaviest;
    }
    return heaviest;
  }

  double largestScore() {
    double largest = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < count(); t++) {
      largest = Math.max(largest, scores[t]);
    }
    return largest;
  }
}
