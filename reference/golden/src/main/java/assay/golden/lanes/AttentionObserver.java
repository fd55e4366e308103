package assay.golden.lanes;

/** Sees what {@link DoubleAttention} computes on its way, a panel of a tile at a time. */
public interface AttentionObserver {

  /** Looks away. */
  AttentionObserver NONE = new AttentionObserver() {};

  /**
   * Scores.
   *
   * @param s the score of row {@code lane + j} and key {@code t} of the tile is at {@code at + t ·
   *     width + j}; lanes may exceed rows, and keys what a row sees
   */
  default void scores(double[] s, int at, int lane, int width, int keys) {}

  /**
   * Weights, relative to the largest score so far.
   *
   * @param w as above; 0 where a row does not see a key
   * @param factors what the weights of earlier tiles must be multiplied by, of each lane
   */
  default void weights(double[] w, int at, int lane, int width, int keys, double[] factors) {}
}
