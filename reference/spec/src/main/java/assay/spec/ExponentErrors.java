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
      NumericContract contract, SumErrors dot, AttentionTerms terms, ScoreMaxima maxima) {
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
  ExponentForm worst() {
    double constant = 5 * roundoff * logKeys + worstShared;
    return form(roundoff, 5 * roundoff, 5 * roundoff, dot.hard(), constant);
  }

  /**
   * Lemma 2: what many keys share: scale constants, running maxima, rescalings, merges, and a
   * matrix unit's truncation, which shrinks all scores alike.
   */
  ExponentForm coherent() {
    double constant = 2 * roundoff * logKeys + coherentShared;
    return form(0, 2 * roundoff, 4 * roundoff + dot.bias(), 0, constant);
  }

  /** A sink's own errors are one term, so they count in full (lemma 14). */
  ExponentForm coherentOfSink() {
    double constant = 2 * roundoff * logKeys + exp2Error + coherentShared;
    return form(0, 2 * roundoff, 5 * roundoff, 0, constant);
  }

  /**
   * With max(|s|, |M|) for the magnitude of every running maximum and partial lse that the key
   * meets.
   *
   * @param lever what an error in proportion to the scores is multiplied by: shifts, and beside a
   *     sink, which does not share it so that the common part does not cancel, scores as well
   *     (lemma 14)
   */
  private ExponentForm form(
      double score, double magnitude, double lever, double gauge, double constant) {
    return new ExponentForm(sink ? score + lever : score, magnitude, lever, gauge, constant);
  }
}
