package assay.golden.lanes;

import java.util.Arrays;

/**
 * Upper bounds of Σ_t weight · value², which budgets need, in F32 and from the keys that weigh
 * something: lemma 19 of docs/numerics.md.
 *
 * <p>Observes an attention; {@link #visible} and {@link #step} go with the attention's.
 */
public final class SecondMoments implements AttentionObserver {

  private static final int KEYS = DoubleAttention.KEYS;
  private static final int COLUMNS = FloatPicks.COLUMNS;

  /** Some columns of a tile's squares, and of the largest ones. */
  private static final int BLOCK = (KEYS + 1) * COLUMNS;

  /** Values outside these would overflow or underflow when squared. */
  private static final double LARGEST = 0x1p60;

  private static final double SMALLEST = 0x1p-50;

  /** Of the largest weight so far: what is lighter counts together. */
  private static final double LEAST = 0x1p-16;

  private final FloatPicks kernel;
  private final DoubleScan scan;
  private final long[] heavy = new long[DoubleTiles.PANEL];
  private final double[] light = new double[DoubleTiles.PANEL];
  private final TilePicks picks = new TilePicks();
  private int[] seen = {};
  private int rows;
  private int width;
  private int blocks;
  private float[] squares = {};
  private float[] most = {};
  private float[] sums = {};
  private float[] row = {};
  private int steps;
  private double largest;

  /** With the tiles of these lanes; the bounds are the same bits. */
  public SecondMoments(Lanes lanes) {
    this.kernel = FloatTiles.named(lanes.name()).picks();
    this.scan = DoubleTiles.named(lanes.name()).scan();
  }

  /** Forgets everything. */
  public void begin(int rowCount, int valueWidth) {
    rows = rowCount;
    width = valueWidth;
    blocks = Math.ceilDiv(width, COLUMNS);
    seen = seen.length < rows ? new int[rows] : seen;
    picks.begin(rows);
    squares = cleared(squares, blocks * BLOCK);
    most = cleared(most, blocks * COLUMNS);
    row = cleared(row, width);
    sums = cleared(sums, Math.multiplyExact(rows, blocks * COLUMNS));
    steps = 0;
    largest = 0;
  }

  private static float[] cleared(float[] array, int length) {
    if (array.length < length) {
      return new float[length];
    }
    Arrays.fill(array, 0, length, 0);
    return array;
  }

  /**
   * Sets value {@code t} of the next tile; values come in order.
   *
   * @param magnitude its largest, NaN where there is one
   */
  public void value(int t, double[] x, int at, double magnitude) {
    square(x, at);
    if (magnitude <= LARGEST) {
      largest = Math.max(largest, magnitude);
    } else {
      replaceLarge(x, at);
    }
    raise(t == 0);
    for (int d = 0; d < width; d += COLUMNS) {
      int to = d / COLUMNS * BLOCK + t * COLUMNS;
      System.arraycopy(row, d, squares, to, Math.min(COLUMNS, width - d));
    }
  }

  /** Rounded, squared and rounded. */
  private void square(double[] x, int at) {
    for (int d = 0; d < width; d++) {
      row[d] = (float) x[at + d];
    }
    for (int d = 0; d < width; d++) {
      row[d] *= row[d];
    }
  }

  /** Rows that see a NaN or an infinity have no use for a bound; others must not be spoilt. */
  private void replaceLarge(double[] x, int at) {
    for (int d = 0; d < width; d++) {
      double magnitude = Math.abs(x[at + d]);
      boolean finite = magnitude <= Double.MAX_VALUE;
      largest = finite ? Math.max(largest, magnitude) : largest;
      row[d] = finite && magnitude <= LARGEST ? row[d] : 0;
    }
  }

  /** Keeps the tile's largest square of each feature. */
  private void raise(boolean first) {
    if (first) {
      Arrays.fill(most, 0, width, 0);
    }
    for (int d = 0; d < width; d++) {
      most[d] = Math.max(most[d], row[d]);
    }
  }

  /** How many keys of the next tile a row sees: its first ones. */
  public void visible(int row, int count) {
    seen[row] = count;
  }

  @Override
  public void weights(double[] w, int at, int lane, int width, int count, double[] factors) {
    scan.scan(w, at, count, width, LEAST, heavy, light);
    int end = Math.min(width, rows - lane);
    for (int j = 0; j < end; j++) {
      int row = lane + j;
      // Where a row sees a part of the tile, nothing may be said of the tile's other keys.
      boolean whole = seen[row] == count;
      long keys = whole ? heavy[j] : (1L << seen[row]) - 1;
      picks.pick(row, keys, w, at + j, width, whole ? light[j] : 0, factors[row]);
    }
  }

  /** Adds the tile, whose weights have been seen. */
  public void step() {
    for (int block = 0; block < blocks; block++) {
      int to = block * rows * COLUMNS;
      int top = block * BLOCK + KEYS * COLUMNS;
      System.arraycopy(most, block * COLUMNS, squares, top, COLUMNS);
      picks.add(kernel, rows, squares, block * BLOCK, sums, to);
    }
    picks.begin(rows);
    steps++;
  }

  /** At least Σ weight · value² of a feature, where Σ weight, relative to the largest, is given. */
  public double bound(int row, int d, double sum) {
    if (!(largest <= LARGEST) || largest < SMALLEST) {
      return sum * largest * largest;
    }
    int roundings = KEYS + 2 * steps + 7;
    double growth = 1 + 1.01 * roundings * 0x1p-24;
    int from = (d / COLUMNS * rows + row) * COLUMNS + d % COLUMNS;
    return sums[from] * growth + sum * (1 + largest * largest) * 0x1p-120;
  }
}
