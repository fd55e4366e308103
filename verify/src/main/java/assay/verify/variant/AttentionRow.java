package assay.verify.variant;

/** One query row on its way through the keys: online softmax's state. */
public final class AttentionRow {

  /** Which row of the result. */
  public final int row;

  public final float[] query;

  /** Weighted values so far, not divided yet. */
  public final float[] values;

  /** The running maximum, in units of the scores; −∞ before the first key. */
  public float largest = Float.NEGATIVE_INFINITY;

  /** The weights' sum so far. */
  public float sum;

  AttentionRow(int row, float[] query, int valueWidth) {
    this.row = row;
    this.query = query;
    this.values = new float[valueWidth];
  }
}
