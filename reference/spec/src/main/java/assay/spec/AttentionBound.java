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
    AttentionErrors errors = new AttentionErrors(WeightGroups.of(terms), lambda);
    for (int t = 0; t < terms.count(); t++) {
      Score score = Score.of(terms, t, largest, logKeys);
      errors.add(
          terms.weights()[t],
          score.shift(),
          worstExponentError(score) + exp2Errors,
          independentExponentError(score),
          coherentExponentError(score) + rescaled);
      if (t < terms.keys()) {
        errors.addShift(terms.weights()[t], score.shift());
      }
    }
    return new AttentionRowBound(contract, lambda, errors, terms);
  }

  /** One key's score, the row's largest, and what its errors are measured by; in nats. */
  private record Score(
      double score, double largest, double gauge, double spread, double logKeys, boolean sink) {

    static Score of(AttentionTerms terms, int t, double largest, double logKeys) {
      return new Score(
          terms.scores()[t], largest, terms.gauges()[t], terms.spreads()[t], logKeys, terms.sink());
    }

    double shift() {
      return largest - score;
    }

    /**
     * What an error in proportion to the scores is multiplied by: beside a sink, which does not
     * share it, the common part does not cancel (lemma 15).
     */
    double lever() {
      return sink ? shift() + Math.abs(score) : shift();
    }

    /** At least the magnitude of every running maximum and partial lse that the key meets. */
    double magnitude() {
      return Math.max(Math.abs(score), Math.abs(largest)) + logKeys;
    }
  }

  /** Lemma 1: everything that may move the exponent of a weight, each at its worst. */
  private double worstExponentError(Score score) {
    double roundings = Math.abs(score.score()) + 5 * score.magnitude() + 5 * score.lever();
    return gamma(width, scoreRoundoff) * score.gauge()
        + scoreRoundoff * roundings
        + contract.logAbsoluteError();
  }

  /** Lemma 2: what differs from key to key, as a root sum of squares. */
  private double independentExponentError(Score score) {
    double dot = Math.sqrt(width * square(score.score(), score.spread())) * scoreRoundoff;
    double scaled = scoreRoundoff * Math.abs(score.score());
    double shifted = scoreRoundoff * score.shift();
    double exp2 = contract.exp2RelativeError();
    return Math.sqrt(square(dot, scaled) + square(shifted, exp2));
  }

  /**
   * Lemma 2: what many keys share: scale constants, running maxima, rescalings, merges, and a
   * matrix unit's truncation after every 16 products, which shrinks all scores alike.
   */
  private double coherentExponentError(Score score) {
    double truncated = width / 32.0;
    return scoreRoundoff * ((4 + truncated) * score.lever() + 2 * score.magnitude());
  }

  private static double square(double x, double y) {
    return x * x + y * y;
  }

  static double rescalings(NumericContract contract, int count) {
    return Math.ceilDiv(count, contract.keysPerRescale());
  }

  /** γ_n = nu / (1 − nu): the relative error of n roundings. */
  static double gamma(double n, double roundoff) {
    return n * roundoff < 1 ? n * roundoff / (1 - n * roundoff) : Double.POSITIVE_INFINITY;
  }
}
