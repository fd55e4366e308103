package assay.golden.lanes;

import java.util.Arrays;

/**
 * How large the partial sums of a {@link DoubleAttention} are on their way, as they stand at each
 * look: what roundings in them cost. Lemma 23 of docs/numerics.md.
 */
public final class SumPaths {

  /** Looks at a long sum, at least. */
  private static final int LOOKS = 128;

  private final DoublePaths loop;
  private final DoubleLayout layout = new DoubleLayout();
  private double[] before = {};
  private double[] sums = {};
  private double[] squares = {};
  private int[] keys = {};

  /** Of each lane since the last look. */
  private double[] factors = {};

  private int[] newKeys = {};
  private double[] halves = {};
  private boolean due;

  /** With the tiles of these lanes; the results are the same bits. */
  public SumPaths(Lanes lanes) {
    this.loop = DoubleTiles.named(lanes.name()).paths();
  }

  /** Tiles from one look at the sums over so many keys to the next. */
  public static int tilesPerLook(int keys) {
    return Math.max(1, keys / DoubleAttention.KEYS / LOOKS);
  }

  /** Whether to look after the next tile; to be true after the last one. */
  public void look(boolean after) {
    due = after;
  }

  /** Forgets everything. */
  void begin(int rows, int valueWidth) {
    layout.set(rows, 0, valueWidth);
    before = layout.cleared(before, layout.paddedValueWidth());
    sums = layout.cleared(sums, layout.paddedValueWidth());
    squares = layout.cleared(squares, layout.paddedValueWidth());
    keys = new int[layout.lanes()];
    factors = new double[layout.lanes()];
    Arrays.fill(factors, 1);
    newKeys = new int[layout.lanes()];
    halves = new double[layout.lanes()];
  }

  /**
   * A panel's step.
   *
   * @param stepFactors what sums were multiplied by before the tile was added
   */
  void step(int lane, int width, DoubleMask mask, double[] stepFactors) {
    for (int j = lane; j < lane + width; j++) {
      factors[j] *= stepFactors[j];
      newKeys[j] += mask.count(j);
    }
  }

  /** A panel's sums, if it is time to look. */
  void look(int lane, int width, double[] out) {
    if (!due) {
      return;
    }
    int at = layout.outPanelAt(lane);
    for (int j = lane; j < lane + width; j++) {
      halves[j] = newKeys[j] / 2.0;
    }
    loop.add(
        out, at, layout.paddedValueWidth(), width, factors, halves, lane, before, sums, squares);
    for (int j = lane; j < lane + width; j++) {
      keys[j] += newKeys[j];
      newKeys[j] = 0;
      factors[j] = 1;
    }
  }

  /**
   * Writes the mean squares of all partial sums, [rows, V], each first key first or last key first,
   * whichever is more; from one place in memory to the next, and not row by row.
   */
  public void meanSquares(double[] target) {
    for (int lane = 0; lane < layout.rows(); lane += DoubleTiles.PANEL) {
      int width = layout.panelWidth(lane);
      int end = Math.min(lane + width, layout.rows());
      for (int d = 0; d < layout.valueWidth(); d++) {
        for (int row = lane; row < end; row++) {
          target[row * layout.valueWidth() + d] = meanSquare(row, layout.outAt(d, row));
        }
      }
    }
  }

  private double meanSquare(int row, int at) {
    double count = keys[row];
    double forwards = squares[at] / count;
    double last = before[at];
    double backwards = forwards - 2 * last * sums[at] / count + last * last;
    return Math.max(forwards, backwards);
  }
}
