package assay.golden;

import assay.golden.lanes.AttentionObserver;

/** The scores of a group, row by row: budgets need them beside the largest, which comes last. */
final class ScoreRows implements AttentionObserver {

  private int rows;
  private int stride;
  private int first;
  private double[] scores = {};

  void begin(int rowCount, int keys) {
    rows = rowCount;
    stride = keys;
    first = 0;
    int length = Math.multiplyExact(rows, stride);
    scores = scores.length < length ? new double[length] : scores;
  }

  /** To the next tile, past {@code count} keys. */
  void advance(int count) {
    first += count;
  }

  @Override
  public void scores(double[] s, int at, int lane, int width, int keys) {
    int end = Math.min(width, rows - lane);
    for (int j = 0; j < end; j++) {
      int to = (lane + j) * stride + first;
      for (int t = 0; t < keys; t++) {
        scores[to + t] = s[at + t * width + j];
      }
    }
  }

  /** Copies a row's first {@code keys} scores. */
  void copyTo(int row, int keys, double[] target) {
    System.arraycopy(scores, row * stride, target, 0, keys);
  }
}
