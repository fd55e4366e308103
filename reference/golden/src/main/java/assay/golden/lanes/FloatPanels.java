package assay.golden.lanes;

import java.util.Arrays;

/**
 * Rows side by side in lanes: [chunk, panel, k, lane], where a chunk is {@link #DEPTH} consecutive
 * k. Only half of the last panel may be in use. Lanes past the last row are 0.
 */
final class FloatPanels {

  /** Inner elements in a chunk: all panels of a chunk stay in a second-level cache. */
  static final int DEPTH = 384;

  private static final int BLOCK = 16;

  private int rows;
  private int lanes;
  private int inner;
  private float[] packed = new float[0];

  /** {@code x} is [n, inner]. */
  void pack(float[] x, int n, int innerLength) {
    rows = n;
    inner = innerLength;
    lanes = Math.ceilDiv(n, FloatTiles.HALF) * FloatTiles.HALF;
    int length = Math.multiplyExact(room(), inner);
    if (packed.length < length) {
      packed = new float[length];
    }
    Arrays.fill(packed, 0, length, 0);
    for (int first = 0; first < inner; first += DEPTH) {
      for (int lane = 0; lane < rows; lane += FloatTiles.PANEL) {
        packPanel(x, first, lane);
      }
    }
  }

  /** In blocks, so that neither side's cache lines are lost between two uses. */
  private void packPanel(float[] x, int first, int lane) {
    int at = at(first, lane);
    int end = Math.min(lane + FloatTiles.PANEL, rows);
    for (int k = 0; k < depth(first); k += BLOCK) {
      int stop = Math.min(k + BLOCK, depth(first));
      for (int row = lane; row < end; row++) {
        for (int i = k; i < stop; i++) {
          packed[at + i * FloatTiles.PANEL + row - lane] = x[row * inner + first + i];
        }
      }
    }
  }

  float[] data() {
    return packed;
  }

  int rows() {
    return rows;
  }

  /** Rows, and what fills the last panel or half of it. */
  int lanes() {
    return lanes;
  }

  int inner() {
    return inner;
  }

  /** Lanes of whole panels: what there is room for. */
  int room() {
    return Math.ceilDiv(rows, FloatTiles.PANEL) * FloatTiles.PANEL;
  }

  /** Inner elements of the chunk that begins at {@code first}. */
  int depth(int first) {
    return Math.min(DEPTH, inner - first);
  }

  /** Lanes of the panel that begins at {@code lane}. */
  int width(int lane) {
    return Math.min(FloatTiles.PANEL, lanes - lane);
  }

  /** Where the panel begins in {@link #data}. */
  int at(int first, int lane) {
    return first * room() + depth(first) * lane;
  }
}
