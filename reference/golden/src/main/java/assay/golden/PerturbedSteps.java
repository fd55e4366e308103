package assay.golden;

import assay.golden.lanes.Block;
import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.spec.MlaLayer.Constants;
import assay.spec.MlaLayerBound;
import assay.spec.MlaLayerScores;
import assay.spec.Rope;
import assay.spec.RotaryEmbeddingBound;
import assay.spec.RotaryEmbeddingBound.Pair;
import java.util.Arrays;

/** The steps of a layer on numbers with errors: docs/numerics.md, lemma 18. */
final class PerturbedSteps {

  /** Output features whose weights are converted together. */
  private static final int TILE = 64;

  private final Lanes lanes;
  private final MlaLayerBound bound;
  private final Constants constants;

  PerturbedSteps(Lanes lanes, MlaLayerBound bound, Constants constants) {
    this.lanes = lanes;
    this.bound = bound;
    this.constants = constants;
  }

  /** y = x Wᵀ with rows {@code firstRow} to before {@code firstRow + outputs} of W. */
  Perturbed projected(Perturbed x, Elements matrix, long firstRow, int outputs) {
    Perturbed y = Perturbed.zeros(x.rows(), outputs);
    for (int first = 0; first < outputs; first += TILE) {
      int count = Math.min(TILE, outputs - first);
      double[] tile = new double[x.width() * count];
      for (int o = 0; o < count; o++) {
        for (int i = 0; i < x.width(); i++) {
          tile[i * count + o] = matrix.get((firstRow + first + o) * x.width() + i);
        }
      }
      y.put(first, times(x, tile, count));
    }
    return y;
  }

  /** y = x W with rows {@code firstRow} on of W, as many as x is wide. */
  Perturbed absorbed(Perturbed x, Elements matrix, long firstRow, int outputs) {
    double[] rows = new double[x.width() * outputs];
    matrix.copyTo(firstRow * outputs, rows, 0, rows.length);
    return times(x, rows, outputs);
  }

  private Perturbed times(Perturbed x, double[] matrix, int outputs) {
    double[] magnitudes = Arrays.stream(matrix).map(Math::abs).toArray();
    double[] y = product(x, x.values(), matrix, outputs);
    double[] propagated = product(x, x.errors(), magnitudes, outputs);
    double[] gauges = product(x, x.sizes(), magnitudes, outputs);
    double[] errors = new double[y.length];
    Arrays.setAll(errors, i -> bound.projected(y[i], propagated[i], gauges[i], x.width()));
    return new Perturbed(x.rows(), outputs, y, errors);
  }

  private double[] product(Perturbed x, double[] left, double[] matrix, int outputs) {
    double[] y = new double[x.rows() * outputs];
    lanes.multiplyAdd(
        Block.of(left, x.rows(), x.width()),
        Block.of(matrix, x.width(), outputs),
        Block.of(y, x.rows(), outputs));
    return y;
  }

  Perturbed normed(Perturbed x, Elements weight) {
    Perturbed y = Perturbed.zeros(x.rows(), x.width());
    for (int row = 0; row < x.rows(); row++) {
      int from = x.at(row, 0);
      double root = Math.sqrt(meanSquare(x, x.values(), from) + constants.normEps());
      double rootError = Math.sqrt(meanSquare(x, x.errors(), from));
      for (int i = 0; i < x.width(); i++) {
        double w = weight.get(i);
        double value = x.values()[from + i];
        double normed = value * w / root;
        y.values()[from + i] = normed;
        y.errors()[from + i] =
            bound.normed(
                normed, w, root, rootError, Math.abs(value), x.errors()[from + i], x.width());
      }
    }
    return y;
  }

  private double meanSquare(Perturbed x, double[] numbers, int from) {
    return lanes.dot(numbers, from, numbers, from, x.width()) / x.width();
  }

  /** Row n turned by position n. */
  Perturbed roped(Perturbed x) {
    return constants.rope().map(rope -> new Turn(x, rope).all()).orElse(x);
  }

  /** The rotation of all rows. */
  private final class Turn {

    private final Perturbed x;
    private final Perturbed y;
    private final double[] sizes;
    private final Rope rope;
    private final Rotation rotation;
    private final RotaryEmbeddingBound own;

    Turn(Perturbed x, Rope rope) {
      this.x = x;
      this.y = Perturbed.zeros(x.rows(), x.width());
      this.sizes = x.sizes();
      this.rope = rope;
      this.rotation = new Rotation(rope);
      this.own = bound.turning(rope);
    }

    Perturbed all() {
      for (int n = 0; n < x.rows(); n++) {
        for (int i = 0; i < rope.pairs(); i++) {
          pair(n, i);
        }
      }
      return y;
    }

    private void pair(int n, int i) {
      double m = rope.yarn().rotationMscale();
      int a = x.at(n, rope.pairing().first(i, rope.width()));
      int b = x.at(n, rope.pairing().second(i, rope.width()));
      double angle = rotation.angle(n, i);
      double radius = m * Math.hypot(sizes[a], sizes[b]);
      Pair pair = new Pair(angle, rotation.rampAngle(n, i), radius);
      turn(pair, a, b, m * StrictMath.cos(angle), -m * StrictMath.sin(angle));
      turn(pair, b, a, m * StrictMath.cos(angle), m * StrictMath.sin(angle));
    }

    /** y_a = a cos + b sin. */
    private void turn(Pair pair, int a, int b, double cos, double sin) {
      double value = x.values()[a] * cos + x.values()[b] * sin;
      double magnitude = Math.abs(cos) * sizes[a] + Math.abs(sin) * sizes[b];
      double propagated = Math.abs(cos) * x.errors()[a] + Math.abs(sin) * x.errors()[b];
      y.values()[a] = value;
      y.errors()[a] = bound.turned(own.budget(pair, value, magnitude), propagated);
    }
  }

  /** Causal attention: row n of the queries over keys and values 0 to n. */
  Perturbed attended(Perturbed queries, Perturbed keys, Perturbed values) {
    Perturbed out = Perturbed.zeros(queries.rows(), values.width());
    Scores scores = new Scores(queries, keys);
    for (int n = 0; n < queries.rows(); n++) {
      MlaLayerScores row = scores.row(n);
      var rowBound = bound.row(row);
      for (int v = 0; v < values.width(); v++) {
        double mean = mean(row, values, v);
        out.values()[out.at(n, v)] = mean;
        out.errors()[out.at(n, v)] =
            rowBound.out(mean, values.values(), values.errors(), v, values.width());
      }
    }
    return out;
  }

  private static double mean(MlaLayerScores row, Perturbed values, int v) {
    double mean = 0;
    for (int t = 0; t < row.keys(); t++) {
      mean = Math.fma(row.weights()[t], values.values()[values.at(t, v)], mean);
    }
    return mean;
  }

  /** Scores of queries against keys, with what their errors follow from. */
  private final class Scores {

    private final Perturbed queries;
    private final Perturbed keys;
    private final double[] querySizes;
    private final double[] keyMagnitudes;
    private final double[] keySizes;

    Scores(Perturbed queries, Perturbed keys) {
      this.queries = queries;
      this.keys = keys;
      this.querySizes = queries.sizes();
      this.keyMagnitudes = keys.magnitudes();
      this.keySizes = keys.sizes();
    }

    MlaLayerScores row(int n) {
      int count = n + 1;
      double[] scores = new double[count];
      double[] propagated = new double[count];
      double[] gauges = new double[count];
      for (int t = 0; t < count; t++) {
        scores[t] = scaled(queries.values(), n, keys.values(), t);
        propagated[t] =
            scaled(querySizes, n, keys.errors(), t) + scaled(queries.errors(), n, keyMagnitudes, t);
        gauges[t] = scaled(querySizes, n, keySizes, t);
      }
      double[] weights = scores.clone();
      double sum = lanes.expSum(weights, 0, count, lanes.max(scores, 0, count));
      Arrays.setAll(weights, t -> weights[t] / sum);
      return new MlaLayerScores(weights, scores, propagated, gauges, count, keys.width());
    }

    private double scaled(double[] x, int n, double[] y, int t) {
      int width = keys.width();
      return constants.softmaxScale() * lanes.dot(x, n * width, y, t * width, width);
    }
  }
}
