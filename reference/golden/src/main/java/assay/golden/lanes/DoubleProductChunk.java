package assay.golden.lanes;

import java.util.Arrays;

/** Some consecutive outputs of a product, and the buffers that they need. */
final class DoubleProductChunk {

  /** Outputs in a chunk; their partial sums stay in a second-level cache. */
  static final int OUTPUTS = 128;

  private static final int ROWS = DoubleTiles.ROWS;

  private int first;
  private int count;
  private int outputs;
  private double[] sums = new double[0];
  private double[] copies = new double[0];
  private final double[] shared = new double[ROWS * DoubleTiles.ROW];
  private final double[] partial = new double[DoubleDots.ROWS * DoubleTiles.HALF];
  private final double[] dots = new double[DoubleDots.ROWS];

  /** Outputs {@code firstOutput} to before {@code firstOutput + howMany} of {@code all}. */
  void locate(int firstOutput, int howMany, int all) {
    first = firstOutput;
    count = howMany;
    outputs = all;
  }

  void multiply(DoubleRows kernel, DoublePanels x, DoubleSource w, double[] y) {
    clear(Math.ceilDiv(count, ROWS) * ROWS * x.lanes());
    for (int k = 0; k < x.inner(); k += DoublePanels.DEPTH) {
      for (int o = 0; o < count; o += ROWS) {
        share(w, x.inner(), k, x.depth(k), o);
        for (int lane = 0; lane < x.lanes(); lane += DoubleTiles.PANEL) {
          int at = o * x.lanes() + ROWS * lane;
          kernel.add(shared, 0, x.depth(k), x.data(), x.at(k, lane), x.width(lane), sums, at);
        }
      }
    }
    for (int o = 0; o < count; o += ROWS) {
      for (int lane = 0; lane < x.rows(); lane += DoubleTiles.PANEL) {
        store(o, lane, x, y);
      }
    }
  }

  private void clear(int length) {
    if (sums.length < length) {
      sums = new double[length];
    }
    Arrays.fill(sums, 0, length, 0);
  }

  /** Copies the elements k to k + depth of the rows from o on; rows past the last are stale. */
  private void share(DoubleSource w, int inner, int k, int depth, int o) {
    for (int r = 0; r < Math.min(ROWS, count - o); r++) {
      w.copy((first + o + r) * (long) inner + k, shared, r * DoubleTiles.ROW, depth);
    }
  }

  private void store(int o, int lane, DoublePanels x, double[] y) {
    int width = x.width(lane);
    int at = o * x.lanes() + ROWS * lane;
    int rows = Math.min(width, x.rows() - lane);
    int columns = Math.min(ROWS, count - o);
    for (int j = 0; j < rows; j++) {
      int to = (lane + j) * outputs + first + o;
      for (int r = 0; r < columns; r++) {
        y[to + r] = sums[at + r * width + j];
      }
    }
  }

  void dots(DoubleDots kernel, double[] x, int n, int inner, DoubleSource w, double[] y) {
    if (copies.length < DoubleDots.ROWS * inner) {
      copies = new double[DoubleDots.ROWS * inner];
    }
    for (int o = 0; o < count; o += DoubleDots.ROWS) {
      int rows = Math.min(DoubleDots.ROWS, count - o);
      w.copy((first + o) * (long) inner, copies, 0, rows * inner);
      for (int row = 0; row < n; row++) {
        kernel.dot(x, row * inner, copies, 0, inner, inner, partial, dots, 0);
        System.arraycopy(dots, 0, y, row * outputs + first + o, rows);
      }
    }
  }
}
