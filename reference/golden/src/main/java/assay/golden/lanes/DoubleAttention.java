package assay.golden.lanes;

import java.util.Arrays;
import java.util.Optional;

/**
 * Attention of many rows to keys that they share, in binary64, a tile of keys at a time: no row of
 * scores is ever whole in memory.
 *
 * <p>For each tile: scores; one step of an online softmax; values, weighted and added to what
 * earlier tiles gave, times what their weights have shrunk by. A row's bits depend on its query,
 * its keys and {@link #KEYS} alone.
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
  private final DoubleMask mask = new DoubleMask();
  private DoubleTile weighted = keys;
  private double[] query = {};
  private double[] weights = {};
  private double[] out = {};
  private final double[] sums = new double[DoubleTiles.ROWS * DoubleTiles.PANEL];
  private DoubleState state = DoubleState.ofLanes(0);
  private double scale;
  private AttentionObserver observer = AttentionObserver.NONE;
  private Optional<SumPaths> paths = Optional.empty();

  /** With the tiles of these lanes; the results are the same bits. */
  public DoubleAttention(Lanes lanes) {
    this.tiles = DoubleLanes.named(lanes.name()).tiles();
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
  public void begin(int rows, int width, int valueWidth, boolean shared, double softmaxScale) {
    layout.set(rows, width, valueWidth);
    mask.setLanes(layout.lanes());
    scale = softmaxScale;
    weighted = shared ? keys : values;
    keys.setWidth(width);
    values.setWidth(shared ? 0 : valueWidth);
    query = layout.cleared(query, layout.width());
    weights = layout.cleared(weights, KEYS);
    out = layout.cleared(out, layout.paddedValueWidth());
    state = state.largest().length == layout.lanes() ? state : DoubleState.ofLanes(layout.lanes());
    state.clear();
    paths.ifPresent(trace -> trace.begin(rows, valueWidth));
  }

  /** Sets a row's query to the elements of {@code x} from {@code at} on. */
  public void query(int row, double[] x, int at) {
    for (int i = 0; i < layout.width(); i++) {
      query[layout.queryAt(i, row)] = x[at + i];
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

  /** Whom to show scores and weights from now on. */
  public void observe(AttentionObserver next) {
    observer = next;
  }

  /** Who traces partial sums from the next beginning on, or nobody. */
  public void trace(Optional<SumPaths> next) {
    paths = next;
  }

  /** How many keys of the next tile a row sees: its first ones. */
  public void visible(int row, int count) {
    mask.see(row, count, layout.rows());
  }

  /** Attends to the next tile. */
  public void step() {
    for (int lane = 0; lane < layout.lanes(); lane += DoubleTiles.PANEL) {
      int width = layout.panelWidth(lane);
      int most = mask.most(lane, width);
      if (most > 0) {
        score(lane, width, most);
        observer.scores(weights, lane * KEYS, lane, width, most);
        mask.apply(weights, state, lane, width);
        tiles.softmax().step(weights, lane * KEYS, most, width, scale, state, lane);
        mask.restore(weights, state, lane, width);
        observer.weights(weights, lane * KEYS, lane, width, most, state.factor());
        if (mask.isUneven(lane, width) && !weighted.isFinite(most)) {
          addUneven(lane, width);
        } else {
          add(lane, width, most);
        }
        if (paths.isPresent()) {
          paths.get().step(lane, width, mask, state.factor());
        }
      }
      if (paths.isPresent()) {
        paths.get().look(lane, width, out);
      }
    }
  }

  private void score(int lane, int width, int most) {
    int at = lane * KEYS;
    Arrays.fill(weights, at, at + KEYS * width, 0);
    for (int i = 0; i < layout.width(); i += DoubleTile.CHUNK) {
      int depth = Math.min(DoubleTile.CHUNK, layout.width() - i);
      int queryAt = layout.queryPanelAt(i, depth, lane);
      for (int t = 0; t < most; t += DoubleTiles.ROWS) {
        int to = at + t * width;
        tiles.rows().add(keys.data(), keys.at(t, i), depth, query, queryAt, width, weights, to);
      }
    }
  }

  private void add(int lane, int width, int depth) {
    int outAt = layout.outPanelAt(lane);
    int from = lane * KEYS;
    double[] factors = state.factor();
    for (int d = 0; d < layout.paddedValueWidth(); d += DoubleTiles.ROWS) {
      int to = outAt + d * width;
      int at = weighted.at(0, d);
      tiles
          .columns()
          .add(weighted.data(), at, depth, weights, from, width, factors, lane, out, to, sums);
    }
  }

  /** 0 times a value that a lane does not see must not be NaN: one depth after another. */
  private void addUneven(int lane, int width) {
    int at = layout.outPanelAt(lane);
    int length = layout.paddedValueWidth() * width;
    double[] before = Arrays.copyOfRange(out, at, at + length);
    double[] after = new double[length];
    for (int j = 0; j < width; j++) {
      System.arraycopy(before, 0, out, at, length);
      add(lane, width, mask.count(lane + j));
      for (int i = j; i < length; i += width) {
        after[i] = out[at + i];
      }
    }
    System.arraycopy(after, 0, out, at, length);
  }

  /** A row's largest score; −∞ where none is larger. */
  public double largest(int row) {
    return hasNone(row) ? Double.NEGATIVE_INFINITY : state.largest()[row];
  }

  /** A row's Σ e^(score − largest); NaN where all scores are −∞, as the formula has it. */
  public double sum(int row) {
    return hasNone(row) ? Double.NaN : state.sum()[row];
  }

  private boolean hasNone(int row) {
    return state.largest()[row] == DoubleState.NONE;
  }

  /** Writes a row's Σ e^(score − largest) · value. */
  public void weightedSum(int row, double[] target, int at) {
    for (int d = 0; d < layout.valueWidth(); d++) {
      target[at + d] = out[layout.outAt(d, row)];
    }
  }
}
