package assay.golden.lanes;

import java.util.Arrays;

/**
 * Where a row's elements are: those of queries [chunk, panel, element, lane], those of results
 * [row, element].
 */
final class FloatLayout {

  private int rows;
  private int width;
  private int valueWidth;

  void set(int rowCount, int elements, int valueElements) {
    rows = rowCount;
    width = elements;
    valueWidth = valueElements;
  }

  /** {@code array}, or a longer one: zeros for so many elements in each lane of whole panels. */
  float[] cleared(float[] array, int elements) {
    int length = Math.multiplyExact(panels() * FloatTiles.PANEL, elements);
    if (array.length < length) {
      return new float[length];
    }
    Arrays.fill(array, 0, length, 0);
    return array;
  }

  int rows() {
    return rows;
  }

  private int panels() {
    return Math.ceilDiv(rows, FloatTiles.PANEL);
  }

  /** Rows, and what fills the last panel or half of it. */
  int lanes() {
    return Math.ceilDiv(rows, FloatTiles.HALF) * FloatTiles.HALF;
  }

  int width() {
    return width;
  }

  int valueWidth() {
    return valueWidth;
  }

  /** A multiple of {@link FloatColumns#SPAN}. */
  int paddedValueWidth() {
    return Math.ceilDiv(valueWidth, FloatColumns.SPAN) * FloatColumns.SPAN;
  }

  /** From one row's result to the next: no power of two, which would be hard on caches. */
  int outStride() {
    return paddedValueWidth() + FloatTiles.HALF;
  }

  /** Lanes of the panel that begins at {@code panel}. */
  int panelWidth(int panel) {
    return Math.min(FloatTiles.PANEL, lanes() - panel);
  }

  /** Where chunk {@code i} of a panel's queries begins. */
  int queryPanelAt(int i, int depth, int panel) {
    return i * panels() * FloatTiles.PANEL + depth * panel;
  }

  int queryAt(int i, int lane) {
    int chunk = i / FloatTile.CHUNK * FloatTile.CHUNK;
    int depth = Math.min(FloatTile.CHUNK, width - chunk);
    int panel = lane - lane % FloatTiles.PANEL;
    return queryPanelAt(chunk, depth, panel) + (i - chunk) * FloatTiles.PANEL + lane - panel;
  }

  int outAt(int d, int row) {
    return row * outStride() + d;
  }
}
