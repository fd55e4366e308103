package assay.golden.lanes;

/**
 * Attention of many rows to the keys that they share, in F32, a tile of keys at a time: no row of
 * scores is ever whole in memory.
 *
 * <p>Rows come in blocks whose rows see the same keys, such as the heads of a query token. For each
 * tile: scores; one step of an online softmax; values, weighted and added to what earlier tiles
 * gave, times what their weights have shrunk by. A row's bits depend on its query, its keys and
 * {@link #KEYS} alone.
 *
 * <p>Not for two threads at once; buffers are kept from one use to the next.
 */
public final class FloatAttention {

  /** Keys in a tile. */
  public static final int KEYS = 64;

  private final FloatTiles tiles;
  private final FloatLayout layout = new FloatLayout();
  private final FloatTile keys = new FloatTile();
  private final FloatTile values = new FloatTile();
  private FloatTile weighted = keys;
  private float[] query = {};
  private float[] weights = {};
  private float[] out = {};
  private FloatState state = FloatState.ofLanes(0);
  private float scale;

  /** With the tiles of these lanes; the results are the same bits. */
  public FloatAttention(FloatLanes lanes) {
    this.tiles = lanes.tiles();
  }

  /**
   * Forgets everything.
   *
   * @param blocks how many blocks of rows
   * @param rows rows in each
   * @param width elements of a query and of a key
   * @param valueWidth elements of a value
   * @param shared whether the first elements of a key are its value
   * @param softmaxScale what scores are multiplied by
   */
  public void begin(
      int blocks, int rows, int width, int valueWidth, boolean shared, float softmaxScale) {
    layout.set(blocks, rows, width, valueWidth);
    scale = softmaxScale;
    weighted = shared ? keys : values;
    keys.setWidth(width);
    values.setWidth(shared ? 0 : valueWidth);
    query = layout.cleared(query, layout.width());
    weights = layout.cleared(weights, KEYS);
    out = layout.cleared(out, layout.paddedValueWidth());
    state = state.largest().length == layout.lanes() ? state : FloatState.ofLanes(layout.lanes());
    state.clear();
  }

  /** Sets the query of one row of a block to the elements of {@code x} from {@code at} on. */
  public void query(int block, int row, float[] x, int at) {
    int lane = layout.lane(block, row);
    for (int i = 0; i < layout.width(); i++) {
      query[layout.queryAt(i, lane)] = x[at + i];
    }
  }

  /** Sets key {@code t} of the next tile. */
  public void key(int t, float[] x, int at) {
    keys.set(t, x, at);
  }

  /** Sets value {@code t} of the next tile, where values are not parts of keys. */
  public void value(int t, float[] x, int at) {
    values.set(t, x, at);
  }

  /**
   * Attends to the first keys of the tile.
   *
   * @param visible how many of them each block sees, at most {@link #KEYS}
   */
  public void step(int... visible) {
    for (int block = 0; block < layout.blocks(); block++) {
      int begin = layout.lane(block, 0);
      int end = begin + layout.lanesPerBlock();
      for (int lane = begin; lane < end && visible[block] > 0; lane += FloatTiles.PANEL) {
        int width = Math.min(FloatTiles.PANEL, end - lane);
        score(lane, width, visible[block]);
        tiles.softmax().step(weights, lane * KEYS, visible[block], width, scale, state, lane);
        add(lane, width, visible[block]);
      }
    }
  }

  private void score(int lane, int width, int visible) {
    int at = lane * KEYS;
    java.util.Arrays.fill(weights, at, at + KEYS * width, 0);
    for (int i = 0; i < layout.width(); i += FloatTile.CHUNK) {
      int depth = Math.min(FloatTile.CHUNK, layout.width() - i);
      int queryAt = layout.queryPanelAt(i, depth, lane);
      for (int t = 0; t < visible; t += FloatTiles.ROWS) {
        tiles
            .rows()
            .add(
                keys.data(), keys.at(t, i), depth, query, queryAt, width, weights, at + t * width);
      }
    }
  }

  private void add(int lane, int width, int visible) {
    int outAt = lane * layout.paddedValueWidth();
    for (int d = 0; d < layout.paddedValueWidth(); d += FloatTiles.ROWS) {
      tiles
          .columns()
          .add(
              weighted.data(),
              weighted.at(0, d),
              visible,
              weights,
              lane * KEYS,
              width,
              state.factor(),
              lane,
              out,
              outAt + d * width);
    }
  }

  /** The largest score of a row; −∞ before any key. */
  public float largest(int block, int row) {
    return state.largest()[layout.lane(block, row)];
  }

  /** Σ e^(score − largest) of a row. */
  public float sum(int block, int row) {
    return state.sum()[layout.lane(block, row)];
  }

  /** Writes a row's weighted mean of the values; 0 where it has seen no key. */
  public void mean(int block, int row, double[] target, int at) {
    int lane = layout.lane(block, row);
    float sum = state.sum()[lane];
    boolean none = state.largest()[lane] == Float.NEGATIVE_INFINITY && sum == 0;
    for (int d = 0; d < layout.valueWidth(); d++) {
      target[at + d] = none ? 0 : out[layout.outAt(d, lane)] / sum;
    }
  }
}
