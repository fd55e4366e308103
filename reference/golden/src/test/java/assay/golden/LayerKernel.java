package assay.golden;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.AttentionForm;
import assay.spec.Implementation;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.Rope;
import java.util.Arrays;

/**
 * An honest layer in the formats of a contract, step after step over its cache, in either form; and
 * its planted bugs. Sums run in F32, or in binary64 where the contract's accumulator does.
 */
record LayerKernel(NumericContract contract, Bug bug) implements Implementation<Problem> {

  /** What the layer gets wrong. */
  enum Bug {
    NONE,
    QUERY_NORM_FORGOTTEN,
    LATENT_NORM_FORGOTTEN,
    NOPE_TURNED_TOO,
    KEY_NOT_TURNED,
    POSITIONS_RESTART_WITH_EVERY_STEP,
    MSCALE_FORGOTTEN,
    NEXT_TOKEN_SEEN_WITHIN_A_STEP,
    FIRST_TOKEN_OF_A_STEP_BLIND_TO_ITSELF,
    HEADS_SWAPPED_IN_LATENT_UP,
    KEYS_AND_VALUES_SWAPPED_IN_LATENT_UP
  }

  /** What a scale without YaRN's mscale² is too small by, for DeepSeek-V3. */
  private static final double MSCALE_SQUARED = 1.873854;

  static LayerKernel honest(NumericContract contract) {
    return new LayerKernel(contract, Bug.NONE);
  }

  LayerKernel with(Bug planted) {
    return new LayerKernel(contract, planted);
  }

  @Override
  public Result run(Problem problem) {
    double[] out = new double[problem.tokens() * problem.shape().hidden()];
    double[] cache = new double[problem.tokens() * problem.shape().cacheWidth()];
    for (int b = 0; b < problem.schedule().batch(); b++) {
      int row = problem.schedule().firstRow(b);
      Sequence sequence = new Sequence(problem, row, problem.schedule().tokens(b));
      int first = 0;
      for (int step : problem.schedule().steps()[b]) {
        sequence.step(first, first + step, out);
        first += step;
      }
      sequence.copySlots(cache);
    }
    return MlaLayer.result(problem, out, cache);
  }

  /** One sequence and its cache. */
  private final class Sequence {

    private final Problem problem;
    private final MlaShape shape;
    private final int row;
    private final double[][] slots;

    Sequence(Problem problem, int row, int tokens) {
      this.problem = problem;
      this.shape = problem.shape();
      this.row = row;
      this.slots = new double[tokens][];
    }

    void copySlots(double[] cache) {
      for (int n = 0; n < slots.length; n++) {
        System.arraycopy(slots[n], 0, cache, (row + n) * shape.cacheWidth(), shape.cacheWidth());
      }
    }

    void step(int first, int end, double[] out) {
      for (int n = first; n < end; n++) {
        slots[n] = slot(hidden(n), position(n, first));
      }
      for (int n = first; n < end; n++) {
        double[] y = token(hidden(n), position(n, first), keys(n, first, end));
        System.arraycopy(y, 0, out, (row + n) * shape.hidden(), y.length);
      }
    }

    private int position(int n, int first) {
      return bug == Bug.POSITIONS_RESTART_WITH_EVERY_STEP ? n - first : n;
    }

    private int keys(int n, int first, int end) {
      return switch (bug) {
        case NEXT_TOKEN_SEEN_WITHIN_A_STEP -> Math.min(n + 2, end);
        case FIRST_TOKEN_OF_A_STEP_BLIND_TO_ITSELF -> n == first && n > 0 ? n : n + 1;
        default -> n + 1;
      };
    }

    private double[] hidden(int n) {
      double[] x = new double[shape.hidden()];
      problem.hidden().copyTo((long) (row + n) * x.length, x, 0, x.length);
      return x;
    }

    private double[] slot(double[] x, int position) {
      double[] down = times(problem.weights().latentDown(), 0, shape.cacheWidth(), x);
      double[] latent = Arrays.copyOf(down, shape.latent());
      double[] key = Arrays.copyOfRange(down, shape.latent(), down.length);
      double[] normed =
          bug == Bug.LATENT_NORM_FORGOTTEN ? latent : norm(latent, problem.weights().latentNorm());
      double[] slot = join(normed, bug == Bug.KEY_NOT_TURNED ? key : roped(key, position));
      return Arrays.stream(slot).map(problem.store()::stored).toArray();
    }

    private double[] token(double[] x, int position, int keys) {
      double[] queries = queries(x);
      double[] values = new double[0];
      for (int h = 0; h < shape.heads(); h++) {
        int from = h * shape.keyWidth();
        double[] nope = Arrays.copyOfRange(queries, from, from + shape.nope());
        double[] rope = Arrays.copyOfRange(queries, from + shape.nope(), from + shape.keyWidth());
        double[] turned =
            bug == Bug.NOPE_TURNED_TOO && nope.length % 2 == 0 ? roped(nope, position) : nope;
        values = join(values, attend(h, turned, roped(rope, position), keys));
      }
      return times(problem.weights().output(), 0, shape.hidden(), values);
    }

    private double[] queries(double[] x) {
      double[] input = x;
      if (problem.weights().queryDown().isPresent()) {
        var down = problem.weights().queryDown().orElseThrow();
        double[] compressed = times(down.projection(), 0, shape.queryRank(), x);
        input = bug == Bug.QUERY_NORM_FORGOTTEN ? compressed : norm(compressed, down.norm());
      }
      return times(problem.weights().query(), 0, shape.heads() * shape.keyWidth(), input);
    }

    private double[] attend(int h, double[] nope, double[] rope, int keys) {
      int head = bug == Bug.HEADS_SWAPPED_IN_LATENT_UP && h < 2 && shape.heads() > 1 ? 1 - h : h;
      boolean swapped = bug == Bug.KEYS_AND_VALUES_SWAPPED_IN_LATENT_UP;
      long up = (long) head * (shape.nope() + shape.value());
      long keyRow = swapped ? up + shape.value() : up;
      long valueRow = swapped ? up : up + shape.nope();
      return problem.form() == AttentionForm.ABSORBED
          ? absorbed(nope, rope, keyRow, valueRow, keys)
          : expanded(nope, rope, keyRow, valueRow, keys);
    }

    private double[] expanded(double[] nope, double[] rope, long keyRow, long valueRow, int keys) {
      Elements up = problem.weights().latentUp();
      double[][] expandedKeys = new double[keys][];
      double[][] values = new double[keys][];
      for (int t = 0; t < keys; t++) {
        double[] latent = Arrays.copyOf(slots[t], shape.latent());
        double[] keyRope = Arrays.copyOfRange(slots[t], shape.latent(), shape.cacheWidth());
        expandedKeys[t] = join(times(up, keyRow, shape.nope(), latent), keyRope);
        values[t] = times(up, valueRow, shape.value(), latent);
      }
      return mean(join(nope, rope), expandedKeys, values);
    }

    private double[] absorbed(double[] nope, double[] rope, long keyRow, long valueRow, int keys) {
      Elements up = problem.weights().latentUp();
      double[] query = new double[shape.latent()];
      for (int d = 0; d < query.length; d++) {
        double[] column = new double[nope.length];
        for (int e = 0; e < nope.length; e++) {
          column[e] = up.get((keyRow + e) * query.length + d);
        }
        query[d] = output(dot(column, nope));
      }
      double[][] cached = Arrays.copyOf(slots, keys);
      double[][] latents = new double[keys][];
      Arrays.setAll(latents, t -> Arrays.copyOf(slots[t], shape.latent()));
      return times(up, valueRow, shape.value(), mean(join(query, rope), cached, latents));
    }

    private double[] mean(double[] query, double[][] keys, double[][] values) {
      double scale = problem.constants().softmaxScale();
      double used = bug == Bug.MSCALE_FORGOTTEN ? scale / MSCALE_SQUARED : scale;
      double[] scores = new double[keys.length];
      Arrays.setAll(scores, t -> inner(used * dot(query, keys[t])));
      double largest = Arrays.stream(scores).max().orElseThrow();
      double[] exps = new double[scores.length];
      Arrays.setAll(exps, t -> inner(Math.exp(inner(scores[t] - largest))));
      double[] ones = new double[exps.length];
      Arrays.fill(ones, 1);
      double sum = dot(exps, ones);
      double[] weights = Arrays.stream(exps).map(e -> round(e, contract.weights())).toArray();
      double[] mean = new double[values[0].length];
      for (int v = 0; v < mean.length; v++) {
        int feature = v;
        double[] column = new double[weights.length];
        Arrays.setAll(column, t -> values[t][feature]);
        mean[v] = output(dot(weights, column) / sum);
      }
      return mean;
    }

    private double[] norm(double[] x, Elements weight) {
      double meanSquare = inner(dot(x, x) / x.length);
      double root = inner(Math.sqrt(inner(meanSquare + problem.constants().normEps())));
      double[] y = new double[x.length];
      Arrays.setAll(y, i -> output(inner(x[i] / root) * weight.get(i)));
      return y;
    }

    private double[] roped(double[] x, int position) {
      return problem.constants().rope().map(rope -> turned(rope, x, position)).orElse(x);
    }

    private double[] turned(Rope rope, double[] x, int position) {
      double m = inner(rope.yarn().rotationMscale());
      double[] y = x.clone();
      for (int i = 0; i < x.length / 2; i++) {
        int a = rope.pairing().first(i, x.length);
        int b = rope.pairing().second(i, x.length);
        double angle = inner(position * frequency(rope, i, x.length));
        double cos = inner(m * inner(Math.cos(angle)));
        double sin = inner(m * inner(Math.sin(angle)));
        y[a] = output(inner(x[a] * cos) - inner(x[b] * sin));
        y[b] = output(inner(x[b] * cos) + inner(x[a] * sin));
      }
      return y;
    }

    private double frequency(Rope rope, int i, int width) {
      double frequency = inner(Math.pow(rope.theta(), inner(-2.0 * i / width)));
      double slow = inner(Ramp.share(rope, i));
      double slowed = inner(inner(frequency / rope.yarn().factor()) * slow);
      return inner(slowed + inner(frequency * inner(1 - slow)));
    }

    private double[] times(Elements matrix, long firstRow, int rows, double[] x) {
      double[] y = new double[rows];
      for (int o = 0; o < rows; o++) {
        y[o] = output(dot(matrix.slice((firstRow + o) * x.length, x.length).toDoubles(), x));
      }
      return y;
    }
  }

  private double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum = inner(sum + inner(x[i] * y[i]));
    }
    return sum;
  }

  /** Rounded to the accumulator's format. */
  private double inner(double x) {
    return round(x, contract.accumulator());
  }

  private double output(double x) {
    return round(inner(x), contract.output());
  }

  private static double round(double x, FloatFormat format) {
    return format == FloatFormat.F64 ? x : Elements.rounded(format, x).get(0);
  }

  private static double[] join(double[] x, double[] y) {
    double[] both = Arrays.copyOf(x, x.length + y.length);
    System.arraycopy(y, 0, both, x.length, y.length);
    return both;
  }
}
