package assay.golden.lanes;

import java.util.Arrays;
import java.util.Optional;

/** Some consecutive outputs of a product, and the buffers that they need. */
final class DoubleProductChunk {

  /** Outputs in a chunk; their partial sums stay in a second-level cache. */
  static final int OUTPUTS = 128;

  /**
   * Packed elements of x that stay in a second-level cache whole; then rows of W are read from end
   * to end, as prefetchers like it.
   */
  private static final int CACHED = 3 * 64 * 1024;

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
    int step = x.lanes() * x.inner() <= CACHED ? ROWS : count;
    for (int begin = 0; begin < count; begin += step) {
      for (int k = 0; k < x.inner(); k += DoublePanels.DEPTH) {
        for (int o = begin; o < Math.min(count, begin + step); o += ROWS) {
          multiply(kernel, x, w, k, o);
        }
      }
    }
    for (int o = 0; o < count; o += ROWS) {
      for (int lane = 0; lane < x.rows(); lane += DoubleTiles.PANEL) {
        store(o, lane, x, y);
      }
    }
  }

  private void multiply(DoubleRows kernel, DoublePanels x, DoubleSource w, int k, int o) {
    int depth = x.depth(k);
    share(w, x.inner(), k, depth, o);
    for (int lane = 0; lane < x.lanes(); lane += DoubleTiles.PANEL) {
      int at = o * x.lanes() + ROWS * lane;
      kernel.add(shared, 0, depth, x.data(), x.at(k, lane), x.width(lane), sums, at);
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
    Optional<double[]> whole = w.array();
    for (int o = 0; o < count; o += DoubleDots.ROWS) {
      int rows = Math.min(DoubleDots.ROWS, count - o);
      boolean direct = whole.isPresent() && rows == DoubleDots.ROWS;
      long at = (first + o) * (long) inner;
      double[] source = direct ? whole.orElseThrow() : copy(w, at, rows, inner);
      for (int row = 0; row < n; row++) {
        kernel.dot(x, row * inner, source, direct ? (int) at : 0, inner, inner, partial, dots, 0);
        System.arraycopy(dots, 0, y, row * outputs + first + o, rows);
      }
    }
  }

  private double[] copy(DoubleSource w, long at, int rows, int inner) {
    if (copies.length < DoubleDots.ROWS * inner) {
      copies = new double[DoubleDots.ROWS * inner];
    }
    w.copy(at, copies, 0, rows * inner);
    return copies;
  }
}
