package assay.golden;

import assay.golden.lanes.Block;
import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.spec.MlaLayer.Constants;
import assay.spec.MlaLayerBound;
import assay.spec.MlaLayerScores;
import assay.spec.RopeParameters;
import java.util.Arrays;

/** The steps of a layer on numbers with errors: docs/numerics.md, lemma 19. */
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
    RopeParameters rope = constants.rope();
    Perturbed y = Perturbed.zeros(x.rows(), x.width());
    for (int n = 0; n < x.rows(); n++) {
      for (int i = 0; i < x.width() / 2; i++) {
        double angle = n * Math.pow(rope.theta(), -2.0 * i / x.width());
        int a = x.at(n, rope.pairing().first(i, x.width()));
        int b = x.at(n, rope.pairing().second(i, x.width()));
        double turned = bound.turned(angle, rope.theta());
        rotate(x, a, b, Math.cos(angle), -Math.sin(angle), turned, y);
        rotate(x, b, a, Math.cos(angle), Math.sin(angle), turned, y);
      }
    }
    return y;
  }

  /** y_a = a cos + b sin. */
  private void rotate(
      Perturbed x, int a, int b, double cos, double sin, double turned, Perturbed y) {
    double value = x.values()[a] * cos + x.values()[b] * sin;
    double propagated = Math.abs(cos) * x.errors()[a] + Math.abs(sin) * x.errors()[b];
    double gauge =
        Math.abs(x.values()[a]) + x.errors()[a] + Math.abs(x.values()[b]) + x.errors()[b];
    y.values()[a] = value;
    y.errors()[a] = bound.rotated(value, propagated, gauge, turned);
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
