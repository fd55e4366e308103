package assay.golden;

import assay.golden.lanes.AttentionObserver;
import assay.golden.lanes.DoubleAttention;
import assay.golden.lanes.Lanes;
import assay.golden.lanes.SecondMoments;
import assay.golden.lanes.SumPaths;
import java.util.Optional;

/**
 * Attention of one group after another, each a single pass over its keys; buffers are kept.
 *
 * <p>A row's bits are its own: no sum runs over anything but its visible keys, in their order, and
 * none depends on the other rows of the group.
 */
final class AttentionPass {

  private final Lanes lanes;
  private final DoubleAttention attention;
  private final SecondMoments moments;
  private final ScoreRows scores = new ScoreRows();
  private final SumPaths paths;
  private final AttentionNorms norms;
  private final Normaliser normaliser = new Normaliser();
  private AttentionGroup group = new NoRows();
  private AttentionShape shape = new AttentionShape(0, 0, 0, 0);
  private double[] query = {};
  private double[] key = {};
  private double[] value = {};
  private double[] meanSquares = {};

  AttentionPass(Lanes lanes) {
    this.lanes = lanes;
    this.attention = new DoubleAttention(lanes);
    this.moments = new SecondMoments(lanes);
    this.paths = new SumPaths(lanes);
    this.norms = new AttentionNorms(lanes);
  }

  void begin(AttentionGroup newGroup, AttentionShape newShape) {
    group = newGroup;
    shape = newShape;
    query = sized(query, shape.keyWidth());
    key = sized(key, shape.keyWidth());
    value = sized(value, shape.valueWidth());
  }

  AttentionGroup group() {
    return group;
  }

  Lanes lanes() {
    return lanes;
  }

  /** After {@link #runWithSecondMoments}. */
  ScoreRows scores() {
    return scores;
  }

  /**
   * The mean square of the partial sums of a row's feature; after {@link #runWithSecondMoments}.
   */
  double path(int row, int d) {
    double root = normaliser.normalised(Math.sqrt(meanSquares[row * shape.valueWidth() + d]));
    return root * root;
  }

  /** From one look at partial sums to the next, at most. */
  int keysPerLook() {
    return SumPaths.tilesPerLook(group.keys()) * DoubleAttention.KEYS;
  }

  /** After {@link #runWithSecondMoments}. */
  AttentionNorms norms() {
    return norms;
  }

  /** The row's; the next call changes it. */
  Normaliser normaliser(int row) {
    return normaliser.begin(attention.largest(row), attention.sum(row), group.sink(row));
  }

  /** Writes lse and first moments of the group's rows. */
  void run(AttentionMoments result) {
    attention.observe(AttentionObserver.NONE);
    attention.trace(Optional.empty());
    attend(false);
    finish(result);
  }

  /** The same and second moments, and keeps the scores and what norms there are. */
  void runWithSecondMoments(AttentionMoments result) {
    scores.begin(group.rows(), group.keys());
    norms.begin(group, shape);
    moments.begin(group.rows(), shape.valueWidth());
    attention.observe(new Observers(scores, moments));
    attention.trace(Optional.of(paths));
    attend(true);
    finish(result);
    meanSquares = sized(meanSquares, group.rows() * shape.valueWidth());
    paths.meanSquares(meanSquares);
    for (int row = 0; row < group.rows(); row++) {
      finishSecond(row, result.second());
    }
  }

  private record Observers(ScoreRows scores, SecondMoments moments) implements AttentionObserver {

    @Override
    public void scores(double[] s, int at, int lane, int width, int keys) {
      scores.scores(s, at, lane, width, keys);
    }

    @Override
    public void weights(double[] w, int at, int lane, int width, int keys, double[] factors) {
      moments.weights(w, at, lane, width, keys, factors);
    }
  }

  /** Lemma 7 of docs/numerics.md: scale · q is exact in binary64, only the dot product rounds. */
  private void attend(boolean observed) {
    boolean shared = group.valuesArePartsOfKeys();
    attention.begin(group.rows(), shape.keyWidth(), shape.valueWidth(), shared, 1);
    for (int row = 0; row < group.rows(); row++) {
      group.query(row, query, 0);
      for (int i = 0; i < query.length; i++) {
        query[i] *= shape.scale();
      }
      attention.query(row, query, 0);
    }
    int keysPerLook = keysPerLook();
    for (int first = 0; first < group.keys(); first += DoubleAttention.KEYS) {
      int count = Math.min(DoubleAttention.KEYS, group.keys() - first);
      int end = first + count;
      load(first, count, observed);
      paths.look(end % keysPerLook == 0 || end == group.keys());
      attention.step();
      if (observed) {
        moments.step(count);
        scores.advance(count);
      }
    }
  }

  private void load(int first, int count, boolean observed) {
    for (int t = 0; t < count; t++) {
      group.key(first + t, key, 0);
      attention.key(t, key, 0);
      double[] values = key;
      if (!group.valuesArePartsOfKeys()) {
        group.value(first + t, value, 0);
        attention.value(t, value, 0);
        values = value;
      }
      if (observed) {
        double largest = norms.key(first + t, key, values);
        moments.value(t, values, 0, largest);
      }
    }
    for (int row = 0; row < group.rows(); row++) {
      attention.visible(row, Math.clamp(group.visible(row) - first, 0, count));
    }
  }

  private void finish(AttentionMoments result) {
    for (int row = 0; row < group.rows(); row++) {
      int to = group.resultRow(row);
      boolean empty = group.visible(row) == 0;
      Normaliser ofRow = normaliser(row);
      result.lse()[to] = empty ? Double.NEGATIVE_INFINITY : ofRow.lse();
      if (!empty) {
        attention.weightedSum(row, value, 0);
        for (int d = 0; d < shape.valueWidth(); d++) {
          result.first()[to * shape.valueWidth() + d] = ofRow.normalised(value[d]);
        }
      }
    }
  }

  private void finishSecond(int row, double[] second) {
    Normaliser ofRow = normaliser(row);
    int to = group.resultRow(row) * shape.valueWidth();
    for (int d = 0; d < shape.valueWidth() && group.visible(row) > 0; d++) {
      second[to + d] = ofRow.normalised(moments.bound(row, d, ofRow.sum()));
    }
  }

  private static double[] sized(double[] array, int length) {
    return array.length == length ? array : new double[length];
  }
}
