package assay.spec;

/**
 * How far an honest {@link PagedMlaDecode} may be from the exact result: {@link AttentionBound}
 * where values are the latent part of the keys and there is no sink.
 */
public final class PagedMlaDecodeBound {

  private final AttentionBound bound;

  /**
   * @param width D + R, the length of a score's dot product
   */
  public PagedMlaDecodeBound(NumericContract contract, Confidence confidence, int width) {
    this.bound = new AttentionBound(contract, confidence, width);
  }

  /**
   * The budget of one row (b, s, h); arguments as in {@link AttentionTerms}.
   *
   * @param keys T; only the first T entries of each array count; at least 1
   * @param largestValue the largest |c| among the row's visible latents
   */
  public AttentionRowBound row(
      double[] weights,
      double[] scores,
      double[] gauges,
      double[] spreads,
      int keys,
      double largestValue) {
    return bound.row(
        new AttentionTerms(
            weights, scores, gauges, ScoreSpreads.of(spreads), keys, false, largestValue));
  }
}
