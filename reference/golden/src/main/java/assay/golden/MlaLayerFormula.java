package assay.golden;

import assay.numerics.Elements;
import assay.spec.Implementation;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RopePairing;
import assay.spec.Yarn;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.apache.commons.numbers.core.Sum;

/**
 * {@link MlaLayer} as its formula reads: every query rebuilds keys and values of all tokens before
 * it, whatever steps and form the problem asks for; sums compensated, {@link StrictMath}. The
 * oracle of the golden model, for small problems.
 */
public final class MlaLayerFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    double[] out = new double[problem.tokens() * problem.shape().hidden()];
    double[] cache = new double[problem.tokens() * problem.shape().cacheWidth()];
    for (int b = 0; b < problem.schedule().batch(); b++) {
      int first = problem.schedule().firstRow(b);
      double[][] slots = new double[problem.schedule().tokens(b)][];
      for (int n = 0; n < slots.length; n++) {
        double[] x = hidden(problem, first + n);
        slots[n] = slot(problem, x, n);
        put(slots[n], cache, first + n);
        put(new Token(problem, slots, n).out(x), out, first + n);
      }
    }
    return MlaLayer.result(problem, out, cache);
  }

  private static double[] hidden(Problem problem, int row) {
    double[] x = new double[problem.shape().hidden()];
    problem.hidden().copyTo((long) row * x.length, x, 0, x.length);
    return x;
  }

  /** c ‖ r as the cache gives them back. */
  private static double[] slot(Problem problem, double[] x, int position) {
    MlaWeights weights = problem.weights();
    int latent = problem.shape().latent();
    double[] down = times(weights.latentDown(), 0, problem.shape().cacheWidth(), x);
    double[] normed = norm(problem, Arrays.copyOf(down, latent), weights.latentNorm());
    double[] roped = roped(problem, Arrays.copyOfRange(down, latent, down.length), position);
    double[] slot = joined(normed, roped);
    Arrays.setAll(slot, i -> problem.store().stored(slot[i]));
    return slot;
  }

  /** One query token; {@code slots} are filled up to its own. */
  private record Token(Problem problem, double[][] slots, int position) {

    double[] out(double[] x) {
      double[] queries = queries(x);
      double[] values = new double[0];
      for (int h = 0; h < shape().heads(); h++) {
        int from = h * shape().keyWidth();
        double[] query = Arrays.copyOfRange(queries, from, from + shape().keyWidth());
        values = joined(values, attend(h, query));
      }
      return times(weights().output(), 0, shape().hidden(), values);
    }

    private double[] queries(double[] x) {
      double[] input =
          weights()
              .queryDown()
              .map(down ->
                  norm(problem, times(down.projection(), 0, shape().queryRank(), x), down.norm()))
              .orElse(x);
      return times(weights().query(), 0, shape().heads() * shape().keyWidth(), input);
    }

    private double[] attend(int h, double[] query) {
      int nope = shape().nope();
      double[] turned = roped(problem, Arrays.copyOfRange(query, nope, query.length), position);
      double[] whole = joined(Arrays.copyOf(query, nope), turned);
      double[][] values = new double[position + 1][];
      double[] scores = new double[position + 1];
      for (int t = 0; t <= position; t++) {
        values[t] = up(h, nope, shape().value(), t);
        scores[t] = problem.constants().softmaxScale() * dot(whole, key(h, t));
      }
      return mean(softmax(scores), values);
    }

    /** W_UK c ‖ r. */
    private double[] key(int h, int t) {
      double[] rope = Arrays.copyOfRange(slots[t], shape().latent(), slots[t].length);
      return joined(up(h, 0, shape().nope(), t), rope);
    }

    /** Rows of head {@code h}'s part of W_UK ‖ W_UV, times the latent of token {@code t}. */
    private double[] up(int h, int firstRow, int rows, int t) {
      int head = h * (shape().nope() + shape().value());
      double[] latent = Arrays.copyOf(slots[t], shape().latent());
      return times(weights().latentUp(), head + firstRow, rows, latent);
    }

    private MlaShape shape() {
      return problem.shape();
    }

    private MlaWeights weights() {
      return problem.weights();
    }
  }

  private static double[] softmax(double[] scores) {
    double largest = Arrays.stream(scores).max().orElseThrow();
    double[] exps = each(scores.length, t -> StrictMath.exp(scores[t] - largest));
    double sum = Sum.of(exps).getAsDouble();
    return each(exps.length, t -> exps[t] / sum);
  }

  private static double[] mean(double[] weights, double[][] values) {
    return each(values[0].length, v -> dot(weights, each(weights.length, t -> values[t][v])));
  }

  private static double[] norm(Problem problem, double[] x, Elements weight) {
    double meanSquare = dot(x, x) / x.length;
    double root = StrictMath.sqrt(meanSquare + problem.constants().normEps());
    return each(x.length, i -> x[i] * weight.get(i) / root);
  }

  private static double[] roped(Problem problem, double[] x, int position) {
    return problem.constants().rope().map(rope -> turned(rope, x, position)).orElse(x);
  }

  private static double[] turned(Rope rope, double[] x, int position) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length / 2; i++) {
      boolean neighbours = rope.pairing() == RopePairing.INTERLEAVED;
      int a = neighbours ? 2 * i : i;
      int b = neighbours ? 2 * i + 1 : x.length / 2 + i;
      double angle = position * frequency(rope, i);
      double cos = rope.yarn().rotationMscale() * StrictMath.cos(angle);
      double sin = rope.yarn().rotationMscale() * StrictMath.sin(angle);
      y[a] = x[a] * cos - x[b] * sin;
      y[b] = x[b] * cos + x[a] * sin;
    }
    return y;
  }

  /** θ^(−2i/R), or between that and a factor-th of it where YaRN slows the pair. */
  private static double frequency(Rope rope, int i) {
    double trained = 1 / StrictMath.pow(rope.theta(), 2.0 * i / rope.width());
    Yarn yarn = rope.yarn();
    if (yarn.factor() == 1) {
      return trained;
    }
    double first = Math.max(Math.floor(pairWith(rope, yarn.betaFast())), 0);
    double last = Math.min(Math.ceil(pairWith(rope, yarn.betaSlow())), rope.width() - 1);
    double ramp = first == last ? 0.001 : last - first;
    double slowed = Math.min(Math.max((i - first) / ramp, 0), 1);
    return trained * (1 - slowed) + trained / yarn.factor() * slowed;
  }

  /** The i, not whole, for which θ^(−2i/R) · originalPositions is this many turns. */
  private static double pairWith(Rope rope, double turns) {
    double perTurn = rope.yarn().originalPositions() / (2 * Math.PI * turns);
    return rope.width() * StrictMath.log(perTurn) / (2 * StrictMath.log(rope.theta()));
  }

  /** {@code rows} rows of a matrix that is as wide as {@code x} is long, times {@code x}. */
  private static double[] times(Elements matrix, long firstRow, int rows, double[] x) {
    return each(
        rows,
        o -> {
          Sum sum = Sum.create();
          for (int i = 0; i < x.length; i++) {
            sum.addProduct(matrix.get((firstRow + o) * x.length + i), x[i]);
          }
          return sum.getAsDouble();
        });
  }

  private static double dot(double[] x, double[] y) {
    return Sum.ofProducts(x, y).getAsDouble();
  }

  private static double[] each(int count, IntToDoubleFunction element) {
    double[] values = new double[count];
    Arrays.setAll(values, element);
    return values;
  }

  private static double[] joined(double[] x, double[] y) {
    double[] both = Arrays.copyOf(x, x.length + y.length);
    System.arraycopy(y, 0, both, x.length, y.length);
    return both;
  }

  private static void put(double[] row, double[] target, int index) {
    System.arraycopy(row, 0, target, index * row.length, row.length);
  }
}
