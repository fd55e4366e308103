package assay.golden;

import assay.golden.lanes.Block;
import assay.golden.lanes.Lanes;

/**
 * Attention of one group, step by step: {@link #scores}, {@link #softmax}, {@link #means}.
 *
 * <p>A row's bits are its own: no sum runs over anything but its visible keys, in their order, and
 * none depends on the other rows of the group.
 */
final class AttentionPass {

  private final AttentionGroup group;
  private final AttentionShape shape;
  private final Lanes lanes;
  private final AttentionTile tile;
  private final int stride;
  private final double[] weights;
  private final Normaliser[] normalisers;

  /**
   * What turns a row's exponentials e^(s − largest) into weights: a factor, then a divisor.
   *
   * @param sum of the keys' exponentials
   * @param factor e^(largest − m) with m the largest of keys and sink; 1 without a sink above
   * @param total the sum of all terms, the sink's included, relative to m
   * @param sinkTerm the sink's term, relative to m
   */
  private record Normaliser(double sum, double factor, double total, double sinkTerm) {

    static Normaliser of(double largest, double sum, double sink) {
      if (sink == Double.POSITIVE_INFINITY) {
        return new Normaliser(sum, 0, 1, 1);
      }
      if (sink == Double.NEGATIVE_INFINITY) {
        return new Normaliser(sum, 1, sum, 0);
      }
      double m = Math.max(largest, sink);
      double factor = StrictMath.exp(largest - m);
      double sinkTerm = StrictMath.exp(sink - m);
      return new Normaliser(sum, factor, sum * factor + sinkTerm, sinkTerm);
    }

    double normalised(double term) {
      return term * factor / total;
    }
  }

  AttentionPass(AttentionGroup group, AttentionShape shape, Lanes lanes) {
    this.group = group;
    this.shape = shape;
    this.lanes = lanes;
    this.tile = new AttentionTile(group, shape);
    this.stride = (group.keys() / AttentionTile.KEYS + 1) * AttentionTile.KEYS;
    this.weights = new double[Math.multiplyExact(group.rows(), stride)];
    this.normalisers = new Normaliser[group.rows()];
  }

  AttentionGroup group() {
    return group;
  }

  /**
   * Where the entries of {@code row} begin in an array laid out as the scores; there is room for at
   * least one past the last key.
   */
  int offset(int row) {
    return row * stride;
  }

  /** A copy of the scores; before {@link #softmax}. */
  double[] copyOfScores() {
    return weights.clone();
  }

  /** The softmax weight of key {@code t} as if there were no sink; after {@link #softmax}. */
  double weightAmongKeys(int row, int t) {
    return weights[offset(row) + t] / normalisers[row].sum();
  }

  /** The softmax weight of key {@code t}; after {@link #softmax}. */
  double weight(int row, int t) {
    return normalisers[row].normalised(weights[offset(row) + t]);
  }

  /** The sink's share of the normaliser. */
  double sinkWeight(int row) {
    return normalisers[row].sinkTerm / normalisers[row].total;
  }

  /** scale · q·k for every row and key; lemma 7 of docs/numerics.md. */
  void scores() {
    accumulate(scaledQueries(), false, weights);
  }

  /** scale² · Σ_i (q_i k_ti)² for every row and key, laid out as the scores. */
  double[] squaredSpreads() {
    double[] spreads = new double[weights.length];
    Block queries = scaledQueries();
    AttentionTile.square(queries);
    accumulate(queries, true, spreads);
    return spreads;
  }

  private void accumulate(Block queries, boolean squared, double[] target) {
    for (int first = 0; first < group.keys(); first += AttentionTile.KEYS) {
      Block keys = tile.keys(first);
      if (squared) {
        AttentionTile.square(keys);
      }
      lanes.multiplyAdd(
          queries, keys, new Block(target, first, stride, group.rows(), AttentionTile.KEYS));
    }
  }

  private Block scaledQueries() {
    int width = shape.keyWidth();
    double[] queries = new double[group.rows() * width];
    for (int row = 0; row < group.rows(); row++) {
      group.query(row, queries, row * width);
    }
    for (int i = 0; i < queries.length; i++) {
      queries[i] *= shape.scale();
    }
    return Block.of(queries, group.rows(), width);
  }

  /** Turns scores into exponentials, and writes the lse of the keys, sink left out. */
  void softmax(double[] lse) {
    for (int row = 0; row < group.rows(); row++) {
      int keys = group.visible(row);
      double largest = lanes.max(weights, offset(row), keys);
      double sum = lanes.expSum(weights, offset(row), keys, largest);
      lse[group.resultRow(row)] = keys == 0 ? largest : largest + StrictMath.log(sum);
      normalisers[row] = Normaliser.of(largest, sum, group.sink(row));
    }
  }

  /** Weighted means of the values into {@code out}, result rows of V; 0 where a row is empty. */
  void means(double[] out) {
    add(false, out);
  }

  /** Weighted means of the squared values. */
  void secondMoments(double[] moments) {
    add(true, moments);
  }

  private void add(boolean squared, double[] target) {
    int width = shape.valueWidth();
    double[] sums = new double[group.rows() * width];
    for (int first = 0; first < group.keys(); first += AttentionTile.KEYS) {
      Block values = tile.values(first);
      if (squared) {
        AttentionTile.square(values);
      }
      addTile(first, values, sums);
    }
    for (int row = 0; row < group.rows(); row++) {
      int to = group.resultRow(row) * width;
      for (int i = 0; i < width && group.visible(row) > 0; i++) {
        target[to + i] = normalisers[row].normalised(sums[row * width + i]);
      }
    }
  }

  /** Runs of rows that see equally many of the tile's keys share a product. */
  private void addTile(int first, Block values, double[] sums) {
    int begin = 0;
    while (begin < group.rows()) {
      int keys = seen(begin, first, values);
      int end = begin + 1;
      while (end < group.rows() && seen(end, first, values) == keys) {
        end++;
      }
      if (keys > 0) {
        int width = shape.valueWidth();
        lanes.multiplyAdd(
            new Block(weights, offset(begin) + first, stride, end - begin, keys),
            new Block(values.data(), 0, width, keys, width),
            new Block(sums, begin * width, width, end - begin, width));
      }
      begin = end;
    }
  }

  private int seen(int row, int first, Block values) {
    return Math.clamp(group.visible(row) - first, 0, values.rows());
  }
}
