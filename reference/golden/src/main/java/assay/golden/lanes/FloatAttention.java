package assay.golden.lanes;

import java.util.Arrays;

/**
 * Attention of many rows to keys that they share, in F32, a tile of keys at a time: no row of
 * scores is ever whole in memory.
 *
 * <p>For each tile: scores; one step of an online softmax; values, weighted and added to what
 * earlier tiles gave, times what their weights have shrunk by. A row's bits depend on its query,
 * its keys and {@link #KEYS} alone.
 *
 * <p>Not for two threads at once; buffers are kept from one use to the next.
 */
public final class FloatAttention {

  /** Keys in a tile: many, since all of a row's weighted values are loaded and stored for each. */
  public static final int KEYS = 256;

  private final FloatTiles tiles;
  private final FloatLayout layout = new FloatLayout();
  private final FloatTile keys = new FloatTile(KEYS);
  private final FloatTile values = new FloatTile(KEYS);
  private final FloatMask mask = new FloatMask();
  private FloatTile weighted = keys;
  private float[] query = {};
  private final float[] weights = new float[KEYS * FloatTiles.PANEL];
  private float[] out = {};
  private final float[] sums = new float[FloatTiles.ROWS * FloatColumns.SPAN];
  private FloatState state = FloatState.ofLanes(0);
  private float scale;

  /** With the tiles of these lanes; the results are the same bits. */
  public FloatAttention(FloatLanes lanes) {
    this.tiles = lanes.tiles();
  }

  /**
   * Forgets everything.
   *
   * @param rows at least 1
   * @param width elements of a query and of a key
   * @param valueWidth elements of a value
   * @param shared whether the first elements of a key are its value
   * @param softmaxScale what scores are multiplied by
   */
  public void begin(int rows, int width, int valueWidth, boolean shared, float softmaxScale) {
    layout.set(rows, width, valueWidth);
    mask.setLanes(layout.lanes());
    scale = softmaxScale;
    weighted = shared ? keys : values;
    keys.setWidth(width);
    values.setWidth(shared ? 0 : valueWidth);
    query = layout.cleared(query, layout.width());
    out = layout.cleared(out, layout.outStride());
    state = state.largest().length == layout.lanes() ? state : FloatState.ofLanes(layout.lanes());
    state.clear();
  }

  /** Sets a row's query to the elements of {@code x} from {@code at} on. */
  public void query(int row, float[] x, int at) {
    for (int i = 0; i < layout.width(); i += FloatTile.CHUNK) {
      int to = layout.queryAt(i, row);
      int depth = Math.min(FloatTile.CHUNK, layout.width() - i);
      for (int k = 0; k < depth; k++) {
        query[to + k * FloatTiles.PANEL] = x[at + i + k];
      }
    }
  }

  /** Sets key {@code t} of the next tile. */
  public void key(int t, FloatRow source) {
    keys.set(t, source);
  }

  /** Sets value {@code t} of the next tile, where values are not parts of keys. */
  public void value(int t, FloatRow source) {
    values.set(t, source);
  }

  /** How many keys of the next tile a row sees: its first ones. */
  public void visible(int row, int count) {
    mask.see(row, count, layout.rows());
  }

  /** Attends to the next tile. */
  public void step() {
    for (int lane = 0; lane < layout.lanes(); lane += FloatTiles.PANEL) {
      int width = layout.panelWidth(lane);
      int most = mask.most(lane, width);
      if (most > 0) {
        score(lane, width, most);
        if (mask.least(lane, width) == most) {
          tiles.softmax().step(weights, most, width, scale, state, lane);
          add(lane, width, most);
        } else {
          addMasked(lane, width, most);
        }
      }
    }
  }

  private void addMasked(int lane, int width, int most) {
    mask.apply(weights, state, lane, width);
    tiles.softmax().step(weights, most, width, scale, state, lane);
    mask.restore(weights, state, lane, width);
    if (weighted.isFinite(mask.least(lane, width), most)) {
      add(lane, width, most);
    } else {
      addOneByOne(lane, width);
    }
  }

  private void score(int lane, int width, int most) {
    Arrays.fill(weights, 0, most * FloatTiles.PANEL, 0);
    for (int i = 0; i < layout.width(); i += FloatTile.CHUNK) {
      int depth = Math.min(FloatTile.CHUNK, layout.width() - i);
      int queryAt = layout.queryPanelAt(i, depth, lane);
      for (int t = 0; t < most; t += FloatTiles.ROWS) {
        tiles
            .rows()
            .add(
                keys.data(),
                keys.at(t, i),
                depth,
                query,
                queryAt,
                width,
                weights,
                t * FloatTiles.PANEL);
      }
    }
  }

  private void add(int lane, int width, int depth) {
    for (int d = 0; d < layout.paddedValueWidth(); d += FloatColumns.SPAN) {
      for (int j = 0; j < width && lane + j < layout.rows(); j += FloatTiles.ROWS) {
        add(lane, j, d, depth);
      }
    }
  }

  private void add(int lane, int j, int d, int depth) {
    tiles
        .columns()
        .add(
            weighted.data(),
            weighted.at(0, d),
            depth,
            weights,
            j,
            state.factor(),
            lane + j,
            out,
            layout.outAt(d, lane + j),
            layout.outStride(),
            sums);
  }

  /** 0 times a value that a lane does not see must not be NaN: each as deep as its lane sees. */
  private void addOneByOne(int lane, int width) {
    int at = layout.outAt(0, lane);
    int stride = layout.outStride();
    float[] before = Arrays.copyOfRange(out, at, at + width * stride);
    float[] after = before.clone();
    for (int j = 0; j < width; j++) {
      System.arraycopy(before, 0, out, at, before.length);
      for (int d = 0; d < layout.paddedValueWidth(); d += FloatColumns.SPAN) {
        add(lane, j - j % FloatTiles.ROWS, d, mask.count(lane + j));
      }
      System.arraycopy(out, at + j * stride, after, j * stride, stride);
    }
    System.arraycopy(after, 0, out, at, after.length);
  }

  /** A row's largest score; −∞ where none is larger. */
  public float largest(int row) {
    return hasNone(row) ? Float.NEGATIVE_INFINITY : state.largest()[row];
  }

  /** A row's Σ e^(score − largest); NaN where all scores are −∞, as the formula has it. */
  public float sum(int row) {
    return hasNone(row) ? Float.NaN : state.sum()[row];
  }

  private boolean hasNone(int row) {
    return state.largest()[row] == FloatState.NONE;
  }

  /** Writes a row's Σ e^(score − largest) · value. */
  public void weightedSum(int row, float[] target, int at) {
    System.arraycopy(out, layout.outAt(0, row), target, at, layout.valueWidth());
  }
}
