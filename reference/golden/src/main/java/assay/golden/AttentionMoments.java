package assay.golden;

/**
 * What the rows of an attention operator come to.
 *
 * @param first out: the values' means, [rows, V]
 * @param second means of the squared values, [rows, V]
 * @param lse [rows], in nats, sinks left out
 */
record AttentionMoments(double[] first, double[] second, double[] lse) {

  static AttentionMoments of(AttentionShape shape) {
    return new AttentionMoments(
        new double[shape.elements()], new double[shape.elements()], new double[shape.rows()]);
  }

  /** Without room for second moments. */
  static AttentionMoments firstOnly(AttentionShape shape) {
    return new AttentionMoments(
        new double[shape.elements()], new double[0], new double[shape.rows()]);
  }
}
