package assay.golden.lanes;

import java.util.Arrays;
import java.util.Optional;

/** Some consecutive outputs of a product, and the buffers that they need. */
final class FloatProductChunk {

  /** Outputs in a chunk; their partial sums stay in a second-level cache. */
  static final int OUTPUTS = 128;

  /** Packed elements of x that stay in a second-level cache whole. */
  private static final int CACHED = 3 * 64 * 1024;

  private static final int CHUNK = FloatTiles.ROWS * FloatTiles.ROW;

  private static final int ROWS = FloatTiles.ROWS;

  private int first;
  private int count;
  private int outputs;
  private float[] sums = new float[0];
  private float[] copies = new float[0];
  private float[] shared = new float[0];
  private final float[] partial = new float[FloatDots.ROWS * FloatDots.ROWS * FloatTiles.HALF];
  private final float[] dots = new float[FloatDots.ROWS * FloatDots.ROWS];

  /** Outputs {@code firstOutput} to before {@code firstOutput + howMany} of {@code all}. */
  void locate(int firstOutput, int howMany, int all) {
    first = firstOutput;
    count = howMany;
    outputs = all;
  }

  void multiply(FloatRows kernel, FloatPanels x, FloatSource w, float[] y) {
    clear(panel(x.room()));
    if (x.lanes() * x.inner() <= CACHED) {
      multiplyRowByRow(kernel, x, w);
    } else {
      multiplyByDepth(kernel, x, w);
    }
    for (int lane = 0; lane < x.rows(); lane += FloatTiles.PANEL) {
      store(lane, x, y);
    }
  }

  /** Whole rows of W at a time, end to end, as prefetchers like it. */
  private void multiplyRowByRow(FloatRows kernel, FloatPanels x, FloatSource w) {
    int chunks = Math.ceilDiv(x.inner(), FloatPanels.DEPTH);
    shared = sized(shared, chunks * CHUNK);
    for (int o = 0; o < count; o += ROWS) {
      for (int r = 0; r < Math.min(ROWS, count - o); r++) {
        for (int k = 0; k < x.inner(); k += FloatPanels.DEPTH) {
          share(w, x, k, o, r, k / FloatPanels.DEPTH * CHUNK);
        }
      }
      for (int k = 0; k < x.inner(); k += FloatPanels.DEPTH) {
        add(kernel, x, k, o, k / FloatPanels.DEPTH * CHUNK);
      }
    }
  }

  /** A depth of x that stays cached, against all rows of W. */
  private void multiplyByDepth(FloatRows kernel, FloatPanels x, FloatSource w) {
    shared = sized(shared, CHUNK);
    for (int k = 0; k < x.inner(); k += FloatPanels.DEPTH) {
      for (int o = 0; o < count; o += ROWS) {
        for (int r = 0; r < Math.min(ROWS, count - o); r++) {
          share(w, x, k, o, r, 0);
        }
        add(kernel, x, k, o, 0);
      }
    }
  }

  /** Copies row o + r of W at depth k; what is in rows past the last does not matter. */
  private void share(FloatSource w, FloatPanels x, int k, int o, int r, int to) {
    long from = (first + o + r) * (long) x.inner() + k;
    w.copy(from, shared, to + r * FloatTiles.ROW, x.depth(k));
  }

  private void add(FloatRows kernel, FloatPanels x, int k, int o, int from) {
    for (int lane = 0; lane < x.lanes(); lane += FloatTiles.PANEL) {
      int to = panel(lane) + o * FloatTiles.PANEL;
      kernel.add(shared, from, x.depth(k), x.data(), x.at(k, lane), x.width(lane), sums, to);
    }
  }

  private void clear(int length) {
    sums = sized(sums, length);
    Arrays.fill(sums, 0, length, 0);
  }

  /** A row of y after another: lines of a cache are written whole. */
  private void store(int lane, FloatPanels x, float[] y) {
    int rows = Math.min(FloatTiles.PANEL, x.rows() - lane);
    for (int j = 0; j < rows; j++) {
      int to = (lane + j) * outputs + first;
      int from = panel(lane) + j;
      for (int o = 0; o < count; o++) {
        y[to + o] = sums[from + o * FloatTiles.PANEL];
      }
    }
  }

  /** Where the sums of a panel begin: [o, lane]. */
  private int panel(int lane) {
    return Math.ceilDiv(count, ROWS) * ROWS * lane;
  }

  void dots(FloatDots kernel, float[] x, int n, int inner, FloatSource w, float[] y) {
    Optional<float[]> whole = w.array();
    boolean one = n == 1 && whole.isPresent();
    int alone = one ? tall(kernel, x, inner, whole.orElseThrow(), y) : 0;
    for (int o = alone; o < count; o += FloatDots.ROWS) {
      int rows = Math.min(FloatDots.ROWS, count - o);
      boolean direct = whole.isPresent() && rows == FloatDots.ROWS;
      long at = (first + o) * (long) inner;
      float[] source = direct ? whole.orElseThrow() : copy(w, at, rows, inner);
      int from = direct ? (int) at : 0;
      int row = 0;
      for (; row + FloatDots.ROWS <= n; row += FloatDots.ROWS) {
        kernel.square(x, row * inner, source, from, inner, inner, partial, dots, 0);
        storeDots(y, row, FloatDots.ROWS, first + o, rows);
      }
      for (; row < n; row++) {
        kernel.dot(x, row * inner, source, from, inner, inner, partial, dots, 0);
        storeDots(y, row, 1, first + o, rows);
      }
    }
  }

  /** One row of x; returns how many outputs are done. */
  private int tall(FloatDots kernel, float[] x, int inner, float[] w, float[] y) {
    int whole = count - count % FloatDots.TALL;
    for (int o = 0; o < whole; o += FloatDots.TALL) {
      kernel.tall(x, 0, w, (first + o) * inner, inner, inner, partial, y, first + o);
    }
    return whole;
  }

  private void storeDots(float[] y, int row, int rows, int column, int columns) {
    for (int q = 0; q < rows; q++) {
      System.arraycopy(dots, q * FloatDots.ROWS, y, (row + q) * outputs + column, columns);
    }
  }

  private float[] copy(FloatSource w, long at, int rows, int inner) {
    copies = sized(copies, FloatDots.ROWS * inner);
    w.copy(at, copies, 0, rows * inner);
    return copies;
  }

  private static float[] sized(float[] array, int length) {
    return array.length < length ? new float[length] : array;
  }
}
