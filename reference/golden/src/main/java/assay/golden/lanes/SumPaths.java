package assay.golden.lanes;

import java.util.Arrays;

/**
 * How large the partial sums of a {@link DoubleAttention} are on their way, as they stand at each
 * look: what roundings in them cost. Lemma 23 of docs/numerics.md.
 */
public final class SumPaths {

  /** Looks at a long sum, at least. */
  private static final int LOOKS = 128;

  private final DoubleLayout layout = new DoubleLayout();
  private double[] before = {};
  private double[] sums = {};
  private double[] squares = {};
  private int[] keys = {};

  /** Of each lane since the last look. */
  private double[] factors = {};

  private int[] newKeys = {};
  private boolean due;

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
    double[] half = new double[DoubleTiles.ROWS * width];
    double[] factor = new double[DoubleTiles.ROWS * width];
    for (int i = 0; i < half.length; i++) {
      int j = lane + i % width;
      half[i] = newKeys[j] / 2.0;
      factor[i] = factors[j];
    }
    int from = layout.outPanelAt(lane);
    int end = from + layout.paddedValueWidth() * width;
    for (int at = from; at < end; at += half.length) {
      add(at, half, factor, out);
    }
    for (int j = lane; j < lane + width; j++) {
      keys[j] += newKeys[j];
      newKeys[j] = 0;
      factors[j] = 1;
    }
  }

  /** Of some features of all lanes, so that the compiler finds a loop long enough for vectors. */
  private void add(int from, double[] half, double[] factor, double[] out) {
    double[] last = before;
    double[] path = sums;
    double[] square = squares;
    for (int i = 0; i < half.length; i++) {
      double f = factor[i];
      double old = f * last[from + i];
      double now = out[from + i];
      path[from + i] = f * path[from + i] + half[i] * (old + now);
      square[from + i] = f * f * square[from + i] + half[i] * (old * old + now * now);
      last[from + i] = now;
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
