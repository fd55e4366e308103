package assay.golden.lanes;

import java.util.Arrays;

/** Which row is in which lane, and where a lane's elements are: [panel, element, lane]. */
final class FloatLayout {

  private int blocks;
  private int lanesPerBlock;
  private int width;
  private int valueWidth;

  void set(int blockCount, int rows, int elements, int valueElements) {
    blocks = blockCount;
    lanesPerBlock = Math.ceilDiv(rows, FloatTiles.HALF) * FloatTiles.HALF;
    width = elements;
    valueWidth = valueElements;
  }

  /** {@code array}, or a longer one: zeros for so many elements in each lane. */
  float[] cleared(float[] array, int elements) {
    int length = Math.multiplyExact(lanes(), elements);
    if (array.length < length) {
      return new float[length];
    }
    Arrays.fill(array, 0, length, 0);
    return array;
  }

  int blocks() {
    return blocks;
  }

  /** Rows of a block, and what fills its last panel. */
  int lanesPerBlock() {
    return lanesPerBlock;
  }

  int lanes() {
    return blocks * lanesPerBlock;
  }

  int width() {
    return width;
  }

  int valueWidth() {
    return valueWidth;
  }

  /** A multiple of {@link FloatTiles#ROWS}. */
  int paddedValueWidth() {
    return Math.ceilDiv(valueWidth, FloatTiles.ROWS) * FloatTiles.ROWS;
  }

  int lane(int block, int row) {
    return block * lanesPerBlock + row;
  }

  /** Where chunk {@code i} of a panel's queries begins. */
  int queryPanelAt(int i, int depth, int panel) {
    return i * lanes() + depth * panel;
  }

  int queryAt(int i, int lane) {
    int chunk = i / FloatTile.CHUNK * FloatTile.CHUNK;
    int depth = Math.min(FloatTile.CHUNK, width - chunk);
    return queryPanelAt(chunk, depth, panel(lane))
        + (i - chunk) * panelWidth(lane)
        + lane
        - panel(lane);
  }

  int outAt(int d, int lane) {
    return panel(lane) * paddedValueWidth() + d * panelWidth(lane) + lane - panel(lane);
  }

  /** The first lane of the panel that holds {@code lane}. */
  private int panel(int lane) {
    return lane - lane % lanesPerBlock % FloatTiles.PANEL;
  }

  private int panelWidth(int lane) {
    int end = (lane / lanesPerBlock + 1) * lanesPerBlock;
    return Math.min(FloatTiles.PANEL, end - panel(lane));
  }
}
