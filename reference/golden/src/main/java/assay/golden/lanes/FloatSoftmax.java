package assay.golden.lanes;

/** One step of an online softmax, for the rows in a panel's lanes. */
interface FloatSoftmax {

  /**
   * Takes the scores of more keys into each lane's running softmax.
   *
   * <p>Lane by lane, with m the running maximum: m' = max(m, scale · s_t), NaN aside, factor = e^(m
   * − m'), s_t := e^(scale · s_t − m'), sum := factor · sum + Σ s_t, t ascending. The exponential
   * is {@link FloatExp}. A NaN makes its lane NaN.
   *
   * @param s scores, and then weights: rows t that are {@link FloatTiles#PANEL} apart
   * @param keys at least 1
   * @param width lanes
   * @param state the running softmax of these lanes
   * @param lane the first of them
   */
  void step(float[] s, int keys, int width, float scale, FloatState state, int lane);
}
