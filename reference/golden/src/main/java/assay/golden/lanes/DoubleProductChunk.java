package assay.golden.lanes;

import java.util.Arrays;
import java.util.Optional;

/** Some consecutive outputs of a product, and the buffers that they need. */
final class DoubleProductChunk {

  /** Outputs in a chunk; their partial sums stay in a second-level cache. */
  static final int OUTPUTS = 128;

  /** Packed elements of x that stay in a second-level cache whole. */
  private static final int CACHED = 3 * 64 * 1024;

  private static final int CHUNK = DoubleTiles.ROWS * DoubleTiles.ROW;

  /**
   * Rows of W below this length are copied first: one stream from memory instead of four. From a
   * cache that holds W, copies cost more than they gain.
   */
  private static final int LONG = 1024;

  private static final long CACHED_WEIGHTS = 1 << 21;

  private static final int ROWS = DoubleTiles.ROWS;

  private int first;
  private int count;
  private int outputs;
  private double[] sums = new double[0];
  private double[] copies = new double[0];
  private double[] shared = new double[0];
  private final double[] partial = new double[DoubleDots.ROWS * DoubleDots.ROWS * DoubleTiles.HALF];
  private final double[] dots = new double[DoubleDots.ROWS * DoubleDots.ROWS];

  /** Outputs {@code firstOutput} to before {@code firstOutput + howMany} of {@code all}. */
  void locate(int firstOutput, int howMany, int all) {
    first = firstOutput;
    count = howMany;
    outputs = all;
  }

  void multiply(DoubleRows kernel, DoublePanels x, DoubleSource w, double[] y) {
    clear(Math.ceilDiv(count, ROWS) * ROWS * x.lanes());
    if (x.lanes() * x.inner() <= CACHED) {
      multiplyRowByRow(kernel, x, w);
    } else {
      multiplyByDepth(kernel, x, w);
    }
    for (int o = 0; o < count; o += ROWS) {
      for (int lane = 0; lane < x.rows(); lane += DoubleTiles.PANEL) {
        store(o, lane, x, y);
      }
    }
  }

  /** Whole rows of W at a time, end to end, as prefetchers like it. */
  private void multiplyRowByRow(DoubleRows kernel, DoublePanels x, DoubleSource w) {
    int chunks = Math.ceilDiv(x.inner(), DoublePanels.DEPTH);
    shared = sized(shared, chunks * CHUNK);
    for (int o = 0; o < count; o += ROWS) {
      for (int r = 0; r < Math.min(ROWS, count - o); r++) {
        for (int k = 0; k < x.inner(); k += DoublePanels.DEPTH) {
          share(w, x, k, o, r, k / DoublePanels.DEPTH * CHUNK);
        }
      }
      for (int k = 0; k < x.inner(); k += DoublePanels.DEPTH) {
        add(kernel, x, k, o, k / DoublePanels.DEPTH * CHUNK);
      }
    }
  }

  /** A depth of x that stays cached, against all rows of W. */
  private void multiplyByDepth(DoubleRows kernel, DoublePanels x, DoubleSource w) {
    shared = sized(shared, CHUNK);
    for (int k = 0; k < x.inner(); k += DoublePanels.DEPTH) {
      for (int o = 0; o < count; o += ROWS) {
        for (int r = 0; r < Math.min(ROWS, count - o); r++) {
          share(w, x, k, o, r, 0);
        }
        add(kernel, x, k, o, 0);
      }
    }
  }

  /** Copies row o + r of W at depth k; what is in rows past the last does not matter. */
  private void share(DoubleSource w, DoublePanels x, int k, int o, int r, int to) {
    long from = (first + o + r) * (long) x.inner() + k;
    w.copy(from, shared, to + r * DoubleTiles.ROW, x.depth(k));
  }

  private void add(DoubleRows kernel, DoublePanels x, int k, int o, int from) {
    for (int lane = 0; lane < x.lanes(); lane += DoubleTiles.PANEL) {
      int to = o * x.lanes() + ROWS * lane;
      kernel.add(shared, from, x.depth(k), x.data(), x.at(k, lane), x.width(lane), sums, to);
    }
  }

  private void clear(int length) {
    sums = sized(sums, length);
    Arrays.fill(sums, 0, length, 0);
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
    boolean apart = inner >= LONG || (long) outputs * inner <= CACHED_WEIGHTS;
    for (int o = 0; o < count; o += DoubleDots.ROWS) {
      int rows = Math.min(DoubleDots.ROWS, count - o);
      boolean direct = apart && whole.isPresent() && rows == DoubleDots.ROWS;
      long at = (first + o) * (long) inner;
      double[] source = direct ? whole.orElseThrow() : copy(w, at, rows, inner);
      int from = direct ? (int) at : 0;
      int row = 0;
      for (; row + DoubleDots.ROWS <= n; row += DoubleDots.ROWS) {
        kernel.square(x, row * inner, source, from, inner, inner, partial, dots, 0);
        storeDots(y, row, DoubleDots.ROWS, first + o, rows);
      }
      for (; row < n; row++) {
        kernel.dot(x, row * inner, source, from, inner, inner, partial, dots, 0);
        storeDots(y, row, 1, first + o, rows);
      }
    }
  }

  private void storeDots(double[] y, int row, int rows, int column, int columns) {
    for (int q = 0; q < rows; q++) {
      System.arraycopy(dots, q * DoubleDots.ROWS, y, (row + q) * outputs + column, columns);
    }
  }

  private double[] copy(DoubleSource w, long at, int rows, int inner) {
    copies = sized(copies, DoubleDots.ROWS * inner);
    w.copy(at, copies, 0, rows * inner);
    return copies;
  }

  private static double[] sized(double[] array, int length) {
    return array.length < length ? new double[length] : array;
  }
}
