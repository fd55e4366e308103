package assay.golden.lanes;

/**
 * Attention of many rows to the keys that they share, in binary64, a tile of keys at a time: no row of
 * scores is ever whole in memory.
 *
 * <p>Rows come in blocks whose rows see the same keys, such as the heads of a query token. For each
 * tile: scores; one step of an online softmax; values, weighted and added to what earlier tiles
 * gave, times what their weights have shrunk by. A row's bits depend on its query, its keys and
 * {@link #KEYS} alone.
 *
 * <p>Not for two threads at once; buffers are kept from one use to the next.
 */
public final class DoubleAttention {

  /** Keys in a tile. */
  public static final int KEYS = 64;

  private final DoubleTiles tiles;
  private final DoubleLayout layout = new DoubleLayout();
  private final DoubleTile keys = new DoubleTile();
  private final DoubleTile values = new DoubleTile();
  private DoubleTile weighted = keys;
  private double[] query = {};
  private double[] weights = {};
  private double[] out = {};
  private DoubleState state = DoubleState.ofLanes(0);
  private double scale;

  /** With the tiles of these lanes; the results are the same bits. */
  public DoubleAttention(Lanes lanes) {
    this.tiles = DoubleLanes.named(lanes.name()).tiles();
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
      int blocks, int rows, int width, int valueWidth, boolean shared, double softmaxScale) {
    layout.set(blocks, rows, width, valueWidth);
    scale = softmaxScale;
    weighted = shared ? keys : values;
    keys.setWidth(width);
    values.setWidth(shared ? 0 : valueWidth);
    query = layout.cleared(query, layout.width());
    weights = layout.cleared(weights, KEYS);
    out = layout.cleared(out, layout.paddedValueWidth());
    state = state.largest().length == layout.lanes() ? state : DoubleState.ofLanes(layout.lanes());
    state.clear();
  }

  /** Sets the query of one row of a block to the elements of {@code x} from {@code at} on. */
  public void query(int block, int row, double[] x, int at) {
    int lane = layout.lane(block, row);
    for (int i = 0; i < layout.width(); i++) {
      query[layout.queryAt(i, lane)] = x[at + i];
    }
  }

  /** Sets key {@code t} of the next tile. */
  public void key(int t, double[] x, int at) {
    keys.set(t, x, at);
  }

  /** Sets value {@code t} of the next tile, where values are not parts of keys. */
  public void value(int t, double[] x, int at) {
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
      for (int lane = begin; lane < end && visible[block] > 0; lane += DoubleTiles.PANEL) {
        int width = Math.min(DoubleTiles.PANEL, end - lane);
        score(lane, width, visible[block]);
        tiles.softmax().step(weights, lane * KEYS, visible[block], width, scale, state, lane);
        add(lane, width, visible[block]);
      }
    }
  }

  private void score(int lane, int width, int visible) {
    int at = lane * KEYS;
    java.util.Arrays.fill(weights, at, at + KEYS * width, 0);
    for (int i = 0; i < layout.width(); i += DoubleTile.CHUNK) {
      int depth = Math.min(DoubleTile.CHUNK, layout.width() - i);
      int queryAt = layout.queryPanelAt(i, depth, lane);
      for (int t = 0; t < visible; t += DoubleTiles.ROWS) {
        tiles
            .rows()
            .add(
                keys.data(), keys.at(t, i), depth, query, queryAt, width, weights, at + t * width);
      }
    }
  }

  private void add(int lane, int width, int visible) {
    int outAt = lane * layout.paddedValueWidth();
    for (int d = 0; d < layout.paddedValueWidth(); d += DoubleTiles.ROWS) {
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
  public double largest(int block, int row) {
    return state.largest()[layout.lane(block, row)];
  }

  /** Σ e^(score − largest) of a row. */
  public double sum(int block, int row) {
    return state.sum()[layout.lane(block, row)];
  }

  /** Writes a row's weighted mean of the values; 0 where it has seen no key. */
  public void mean(int block, int row, double[] target, int at) {
    int lane = layout.lane(block, row);
    double sum = state.sum()[lane];
    boolean none = state.largest()[lane] == Double.NEGATIVE_INFINITY && sum == 0;
    for (int d = 0; d < layout.valueWidth(); d++) {
      target[at + d] = none ? 0 : out[layout.outAt(d, lane)] / sum;
    }
  }
}
