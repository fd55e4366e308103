package assay.golden.lanes;

/**
 * How large the partial sums of a {@link DoubleAttention} are on their way, as they stand after
 * each tile: what roundings in them cost. Lemma 23 of docs/numerics.md.
 */
public final class SumPaths {

  private final DoubleLayout layout = new DoubleLayout();
  private double[] before = {};
  private double[] sums = {};
  private double[] squares = {};
  private int[] keys = {};

  /** Forgets everything. */
  void begin(int rows, int valueWidth) {
    layout.set(rows, 0, valueWidth);
    before = layout.cleared(before, layout.paddedValueWidth());
    sums = layout.cleared(sums, layout.paddedValueWidth());
    squares = layout.cleared(squares, layout.paddedValueWidth());
    keys = new int[layout.lanes()];
  }

  /**
   * A panel's sums after a tile.
   *
   * @param factors what sums were multiplied by before the tile was added
   */
  void step(int lane, int width, DoubleMask mask, double[] factors, double[] out) {
    int from = layout.outPanelAt(lane);
    double[] half = new double[width];
    double[] factor = new double[width];
    for (int j = 0; j < width; j++) {
      half[j] = mask.count(lane + j) / 2.0;
      factor[j] = factors[lane + j];
      keys[lane + j] += mask.count(lane + j);
    }
    for (int at = from; at < from + layout.paddedValueWidth() * width; at += width) {
      for (int j = 0; j < width; j++) {
        double old = factor[j] * before[at + j];
        double now = out[at + j];
        double f = factor[j];
        sums[at + j] = f * sums[at + j] + half[j] * (old + now);
        squares[at + j] = f * f * squares[at + j] + half[j] * (old * old + now * now);
        before[at + j] = now;
      }
    }
  }

  /** The mean square of the partial sums of a feature, first key first or last key first. */
  public double meanSquare(int row, int d) {
    int at = layout.outAt(d, row);
    double count = keys[row];
    double forwards = squares[at] / count;
    double last = before[at];
    double backwards = forwards - 2 * last * sums[at] / count + last * last;
    return Math.max(forwards, backwards);
  }
}
