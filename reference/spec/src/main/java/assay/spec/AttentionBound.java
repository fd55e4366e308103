package assay.spec;

/**
 * How far an honest kernel of softmax attention may be from the exact result, for any operator
 * whose rows are out = Σ_t w_t v_t with w the softmax of scale · q·k_t, a sink in the normaliser or
 * not.
 *
 * <p>Lemma numbers refer to docs/numerics.md. The budget of an output element needs only the first
 * two moments of its value under the softmax weights, mean o = Σ_t w_t v_t and second moment Σ_t
 * w_t v_t², besides scalars of its row.
 *
 * <p>Hard budgets suppose nothing but the contract. Statistical budgets suppose that keys with
 * different scores round independently; keys with equal scores are taken to round alike.
 *
 * <p>Source: Higham, Accuracy and Stability, 2002; statistical form after Higham and Mary, SIAM J.
 * Sci. Comput. 41(5), 2019.
 */
public final class AttentionBound {

  private final NumericContract contract;
  private final double lambda;
  private final double scoreRoundoff;
  private final int width;

  /**
   * @param width length of a score's dot product
   */
  public AttentionBound(NumericContract contract, Confidence confidence, int width) {
    this.contract = contract;
    this.lambda = confidence.lambda();
    this.scoreRoundoff = contract.scores().unitRoundoff();
    this.width = width;
  }

  /** The budget of one row. */
  public AttentionRowBound row(AttentionTerms terms) {
    double largest = terms.largestScore();
    double logKeys = Math.log(terms.count());
    double rescalings = rescalings(contract, terms.count());
    double exp2Errors = (rescalings + 2) * contract.exp2RelativeError();
    double rescaled = Math.sqrt(rescalings) * contract.exp2RelativeError();
    WeightGroups groups = WeightGroups.of(terms.weights(), terms.keys());
    double peak = new IndependentPeak(contract, lambda, width, terms, groups).value();
    AttentionErrors errors = new AttentionErrors(groups, peak);
    for (int t = 0; t < terms.count(); t++) {
      Score score = Score.of(terms, t, largest, logKeys);
      errors.add(
          terms.weights()[t],
          score.shift(),
          worstExponentError(score) + exp2Errors,
          coherentExponentError(score) + rescaled);
      if (t < terms.keys()) {
        errors.addShift(terms.weights()[t], score.shift());
      }
    }
    return new AttentionRowBound(contract, lambda, errors, terms);
  }

  /**
   * One key's score, the row's largest, and what its errors are measured by; in nats.
   *
   * @param kind what it is
   */
  private record Score(double score, double largest, double gauge, double logKeys, Kind kind) {

    enum Kind {
      KEY_ALONE,
      KEY_BESIDE_SINK,
      SINK
    }

    static Score of(AttentionTerms terms, int t, double largest, double logKeys) {
      Kind key = terms.sink() ? Kind.KEY_BESIDE_SINK : Kind.KEY_ALONE;
      Kind kind = t < terms.keys() ? key : Kind.SINK;
      return new Score(terms.scores()[t], largest, terms.gauges()[t], logKeys, kind);
    }

    double shift() {
      return largest - score;
    }

    /**
     * What an error in proportion to the scores is multiplied by: beside a sink, which does not
     * share it, the common part does not cancel (lemma 14).
     */
    double lever() {
      return kind == Kind.KEY_ALONE ? shift() : shift() + Math.abs(score);
    }

    /** At least the magnitude of every running maximum and partial lse that the key meets. */
    double magnitude() {
      return Math.max(Math.abs(score), Math.abs(largest)) + logKeys;
    }

    boolean isSink() {
      return kind == Kind.SINK;
    }
  }

  /** Lemma 1: everything that may move the exponent of a weight, each at its worst. */
  private double worstExponentError(Score score) {
    double roundings = Math.abs(score.score()) + 5 * score.magnitude() + 5 * score.lever();
    return Roundings.gamma(width, scoreRoundoff) * score.gauge()
        + scoreRoundoff * roundings
        + contract.logAbsoluteError();
  }

  /**
   * Lemma 2: what many keys share: scale constants, running maxima, rescalings, merges, and a
   * matrix unit's truncation after every 16 products, which shrinks all scores alike. A sink's own
   * errors are one term, so they count in full (lemma 14).
   */
  private double coherentExponentError(Score score) {
    double shared = 4 * score.lever() + 2 * score.magnitude();
    return score.isSink()
        ? scoreRoundoff * (shared + score.lever()) + contract.exp2RelativeError()
        : scoreRoundoff * (shared + width / 32.0 * score.lever());
  }

  static double rescalings(NumericContract contract, int count) {
    return Math.ceilDiv(count, contract.keysPerRescale());
  }
}
