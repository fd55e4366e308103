package assay.golden;

import assay.numerics.BFloat16;
import assay.numerics.FloatFormat;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.util.Arrays;

/**
 * An honest kernel in F32: online softmax over blocks of keys, one split after another, merged by
 * their sums; and its planted bugs.
 *
 * @param weights format the softmax weights are rounded to
 * @param output format of {@code out}
 * @param block keys between two rescalings
 * @param split keys in a split
 */
record F32Kernel(FloatFormat weights, FloatFormat output, int block, int split, Bug bug)
    implements Implementation<Problem> {

  /** What the kernel gets wrong. */
  enum Bug {
    NONE,
    LAST_KEY_DROPPED,
    SCALE_OFF_BY_A_THOUSANDTH,
    ROPE_FORGOTTEN,
    WEIGHTS_NOT_RESCALED
  }

  /** Online softmax's state, or that of several splits. */
  private record State(float largest, float sum, float[] values) {

    static State empty(int latent) {
      return new State(Float.NEGATIVE_INFINITY, 0, new float[latent]);
    }

    /** This state with its weights relative to {@code newLargest}. */
    State rescaled(float newLargest) {
      float factor = exp(largest - newLargest);
      for (int d = 0; d < values.length; d++) {
        values[d] *= factor;
      }
      return new State(newLargest, sum * factor, values);
    }

    State plus(State other) {
      for (int d = 0; d < values.length; d++) {
        values[d] += other.values[d];
      }
      return new State(largest, sum + other.sum, values);
    }
  }

  @Override
  public Result run(Problem problem) {
    double[] out = new double[problem.rows() * problem.latent()];
    double[] lse = new double[problem.rows()];
    Arrays.fill(lse, Double.NEGATIVE_INFINITY);
    for (int row = 0; row < problem.rows(); row++) {
      int keys = visible(problem, row);
      if (keys > 0) {
        State state = splits(problem, row, keys);
        lse[row] = state.largest + (float) Math.log(state.sum);
        for (int d = 0; d < problem.latent(); d++) {
          out[row * problem.latent() + d] = round(state.values[d] / state.sum, output);
        }
      }
    }
    return PagedMlaDecode.result(problem, out, lse);
  }

  private int visible(Problem problem, int row) {
    int visible =
        problem.visible(sequence(problem, row), row / problem.heads() % problem.queryTokens());
    return bug == Bug.LAST_KEY_DROPPED ? visible - 1 : visible;
  }

  private State splits(Problem problem, int row, int keys) {
    State all = State.empty(problem.latent());
    for (int first = 0; first < keys; first += split) {
      State one = blocks(problem, row, first, Math.min(keys, first + split));
      float largest = Math.max(all.largest, one.largest);
      all = all.rescaled(largest).plus(one.rescaled(largest));
    }
    return all;
  }

  private State blocks(Problem problem, int row, int begin, int end) {
    State state = State.empty(problem.latent());
    for (int first = begin; first < end; first += block) {
      float[] scores = scores(problem, row, first, Math.min(end, first + block));
      float largest = state.largest;
      for (float score : scores) {
        largest = Math.max(largest, score);
      }
      state =
          bug == Bug.WEIGHTS_NOT_RESCALED
              ? new State(largest, state.sum, state.values)
              : state.rescaled(largest);
      state = accumulated(problem, row, first, scores, state);
    }
    return state;
  }

  private float[] scores(Problem problem, int row, int begin, int end) {
    float[] scores = new float[end - begin];
    float[] key = new float[problem.width()];
    int width = bug == Bug.ROPE_FORGOTTEN ? problem.latent() : problem.width();
    float scale = bug == Bug.SCALE_OFF_BY_A_THOUSANDTH ? problem.scale() * 1.001f : problem.scale();
    for (int t = begin; t < end; t++) {
      problem.cache().read(sequence(problem, row), t, 0, width, key, 0);
      float dot = 0;
      for (int i = 0; i < width; i++) {
        float query = (float) problem.query().get(row * problem.width() + i);
        dot = Math.fma(query, key[i], dot);
      }
      scores[t - begin] = scale * dot;
    }
    return scores;
  }

  private State accumulated(Problem problem, int row, int first, float[] scores, State state) {
    float sum = state.sum;
    float[] values = new float[problem.latent()];
    for (int t = 0; t < scores.length; t++) {
      float weight = exp(scores[t] - state.largest);
      sum += weight;
      float rounded = (float) round(weight, weights);
      problem.cache().read(sequence(problem, row), first + t, 0, problem.latent(), values, 0);
      for (int d = 0; d < problem.latent(); d++) {
        state.values[d] = Math.fma(rounded, values[d], state.values[d]);
      }
    }
    return new State(state.largest, sum, state.values);
  }

  private static int sequence(Problem problem, int row) {
    return row / problem.heads() / problem.queryTokens();
  }

  private static float exp(float x) {
    return (float) Math.exp(x);
  }

  private static double round(float value, FloatFormat format) {
    return format == FloatFormat.BF16 ? BFloat16.toFloat(BFloat16.fromFloat(value)) : value;
  }
}
