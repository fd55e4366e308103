package assay.golden.lanes;

import java.util.Arrays;

/**
 * Upper bounds of Σ_t weight · value², which budgets need, at the speed of F32: lemma 19 of
 * docs/numerics.md.
 *
 * <p>Observes an attention; {@link #step} follows its step.
 */
public final class SecondMoments implements AttentionObserver {

  private static final int KEYS = DoubleAttention.KEYS;

  /** Values outside these would overflow or underflow when squared. */
  private static final double LARGEST = 0x1p60;

  private static final double SMALLEST = 0x1p-50;

  private final FloatTiles tiles;
  private final FloatLayout layout = new FloatLayout();
  private final FloatTile squares = new FloatTile(KEYS);
  private float[] row = {};
  private float[] weights = {};
  private float[] factors = {};
  private final float[] scratch = new float[FloatTiles.ROWS * FloatColumns.SPAN];
  private float[] sums = {};
  private int steps;
  private double largest;

  /** With the tiles of these lanes; the bounds are the same bits. */
  public SecondMoments(Lanes lanes) {
    this.tiles = FloatTiles.named(lanes.name());
  }

  /** Forgets everything. */
  public void begin(int rows, int valueWidth) {
    layout.set(rows, 0, valueWidth);
    squares.setWidth(valueWidth);
    row = row.length == valueWidth ? row : new float[valueWidth];
    weights = layout.cleared(weights, KEYS * FloatTiles.PANEL / FloatTiles.HALF);
    sums = layout.cleared(sums, layout.outStride());
    factors = layout.cleared(factors, 1);
    steps = 0;
    largest = 0;
  }

  /**
   * Sets value {@code t} of the next tile.
   *
   * @param most its largest magnitude, NaN where there is one
   */
  public void value(int t, double[] x, int at, double most) {
    for (int d = 0; d < row.length; d++) {
      row[d] = (float) (x[at + d] * x[at + d]);
    }
    if (most <= LARGEST) {
      largest = Math.max(largest, most);
    } else {
      replaceLarge(x, at);
    }
    squares.set(t, (target, to) -> System.arraycopy(row, 0, target, to, row.length));
  }

  /** Rows that see a NaN or an infinity have no use for a bound; others must not be spoilt. */
  private void replaceLarge(double[] x, int at) {
    for (int d = 0; d < row.length; d++) {
      double magnitude = Math.abs(x[at + d]);
      boolean finite = magnitude <= Double.MAX_VALUE;
      largest = finite ? Math.max(largest, magnitude) : largest;
      row[d] = finite && magnitude <= LARGEST ? row[d] : 0;
    }
  }

  @Override
  public void weights(double[] w, int at, int lane, int width, int keys, double[] newFactors) {
    int to = panelAt(lane) + lane % FloatTiles.PANEL;
    for (int t = 0; t < keys; t++) {
      for (int j = 0; j < width; j++) {
        weights[to + t * FloatTiles.PANEL + j] = (float) w[at + t * width + j];
      }
    }
    for (int j = 0; j < width; j++) {
      factors[lane + j] = (float) newFactors[lane + j];
    }
  }

  /** Adds the tile's first {@code count} keys, whose weights have been seen. */
  public void step(int count) {
    for (int d = 0; d < layout.paddedValueWidth(); d += FloatColumns.SPAN) {
      for (int lane = 0; lane < layout.rows(); lane += FloatTiles.ROWS) {
        add(lane, d, count);
      }
    }
    Arrays.fill(weights, 0);
    Arrays.fill(factors, 0, layout.lanes(), 1);
    steps++;
  }

  private void add(int lane, int d, int count) {
    tiles
        .columns()
        .add(
            squares.data(),
            squares.at(0, d),
            count,
            weights,
            panelAt(lane) + lane % FloatTiles.PANEL,
            factors,
            lane,
            sums,
            layout.outAt(d, lane),
            layout.outStride(),
            scratch);
  }

  /** Where the weights of a lane's panel begin: [panel, t, lane]. */
  private static int panelAt(int lane) {
    return (lane - lane % FloatTiles.PANEL) * KEYS;
  }

  /** At least Σ weight · value² of a feature, where Σ weight, relative to the largest, is given. */
  public double bound(int row, int d, double sum) {
    if (!(largest <= LARGEST) || largest < SMALLEST) {
      return sum * largest * largest;
    }
    int roundings = KEYS + 2 * steps + 4;
    double growth = 1 + 1.01 * roundings * 0x1p-24;
    return sums[layout.outAt(d, row)] * growth + sum * (1 + largest * largest) * 0x1p-120;
  }
}
