package assay.spec;

/**
 * What may move the exponents of one row's weights, in nats: lemmas 1, 2 and 14 of
 * docs/numerics.md.
 *
 * @param roundoff of scores
 * @param dot of a score's dot product
 * @param largest the row's largest score
 * @param logKeys ln of the terms' number
 * @param sink whether there is one
 * @param worstShared what every exponent may be off by
 * @param coherentShared what many share
 * @param exp2Error of 2^x
 */
record ExponentErrors(
    double roundoff,
    SumErrors dot,
    double largest,
    double logKeys,
    boolean sink,
    double worstShared,
    double coherentShared,
    double exp2Error) {

  static ExponentErrors of(
      NumericContract contract,
      SumErrors dot,
      AttentionTerms terms,
      ScoreMaxima maxima) {
    double roundoff = contract.scores().unitRoundoff();
    double most = AttentionBound.rescalings(contract, terms.count());
    double exp2Error = contract.exp2RelativeError();
    return new ExponentErrors(
        roundoff,
        dot,
        maxima.largest(),
        Math.log(terms.count()),
        terms.sink(),
        (most + 2) * exp2Error + contract.logAbsoluteError(),
        Math.sqrt(maxima.rescalings()) * exp2Error,
        exp2Error);
  }

  /** Lemma 1: everything that may move the exponent of a weight, each at its worst. */
  double worst(double score, double gauge) {
    double roundings = Math.abs(score) + 5 * magnitude(score) + 5 * lever(score);
    return dot.hard() * gauge + roundoff * roundings + worstShared;
  }

  /**
   * Lemma 2: what many keys share: scale constants, running maxima, rescalings, merges, and a
   * matrix unit's truncation, which shrinks all scores alike.
   */
  double coherent(double score) {
    double constants = roundoff * (2 * magnitude(score) + 4 * lever(score));
    return constants + dot.bias() * lever(score) + coherentShared;
  }

  /** A sink's own errors are one term, so they count in full (lemma 14). */
  double coherentOfSink(double score) {
    return roundoff * (2 * magnitude(score) + 5 * lever(score)) + exp2Error + coherentShared;
  }

  /** At least the magnitude of every running maximum and partial lse that the key meets. */
  private double magnitude(double score) {
    return Math.max(Math.abs(score), Math.abs(largest)) + logKeys;
  }

  /**
   * What an error in proportion to the scores is multiplied by: beside a sink, which does not share
   * it, the common part does not cancel (lemma 14).
   */
  private double lever(double score) {
    double shift = largest - score;
    return sink ? shift + Math.abs(score) : shift;
  }
}
