package assay.verify.variant;

import java.util.Arrays;

/**
 * The steps of an attention kernel that make one number of others: scores, weights, sums, lse.
 *
 * <p>Scores, maxima and partial lse are exponents of 2, or what {@link Scaling} says.
 */
public abstract class AttentionNumbers {

  protected final AttentionOptions options;
  protected final Memory memory;

  protected AttentionNumbers(Memory memory, AttentionOptions options) {
    this.memory = memory;
    this.options = options;
  }

  /** The softmax scale. */
  protected abstract float scale();

  /** The scale of exponents of 2. */
  protected float constant() {
    return scale() * Scaling.LOG2_E;
  }

  /** The query as it meets the keys; {@code query} itself may be changed. */
  protected float[] scaledQuery(float[] query) {
    if (options.scaling() == Scaling.QUERY) {
      for (int i = 0; i < query.length; i++) {
        query[i] *= constant();
      }
    }
    return query;
  }

  /** Adds q·k of each place of the tile to {@code scores}, which are 0. */
  protected void dots(AttentionRow state, AttentionTile tile, float[] scores) {
    float[][] keys = tile.transposed;
    options.scores().accumulate(scores, scores.length, state.query, keys.length, keys);
  }

  /** The score that a dot product stands for. */
  protected float score(float dot) {
    return switch (options.scaling()) {
      case SCORE -> dot * constant();
      case NATURAL -> dot * scale();
      case QUERY, EXPONENT -> dot;
    };
  }

  /** Scores from {@code visible} on get no weight. */
  protected void mask(float[] scores, int visible) {
    Arrays.fill(scores, visible, scores.length, Float.NEGATIVE_INFINITY);
  }

  /** The running maximum with these scores. */
  protected float largest(float before, float[] scores) {
    float largest = before;
    for (float score : scores) {
      largest = Math.max(largest, score);
    }
    return largest;
  }

  /** The factor that takes weights from one maximum to the next; 1 where it stays. */
  protected float rescaling(float before, float after) {
    boolean first = before == Float.NEGATIVE_INFINITY;
    float exponent =
        options.scaling() == Scaling.EXPONENT && !first
            ? (before - after) * constant()
            : exponent(before, after);
    return options.exponential().exp2(exponent);
  }

  /** Takes what was summed to the next maximum. */
  protected void rescale(AttentionRow state, float factor) {
    state.sum *= factor;
    for (int d = 0; d < state.values.length; d++) {
      state.values[d] *= factor;
    }
  }

  /** The weight of a score, relative to that of the maximum. */
  protected float weight(float score, float largest) {
    return options.exponential().exp2(exponent(score, largest));
  }

  /** log₂ of a weight; −∞ for a masked score, also where all are masked. */
  protected float exponent(float score, float largest) {
    float shift = largest == Float.NEGATIVE_INFINITY ? 0 : largest;
    return switch (options.scaling()) {
      case QUERY, SCORE -> score - shift;
      case EXPONENT -> Math.fma(score, constant(), -(shift * constant()));
      case NATURAL -> (score - shift) * Scaling.LOG2_E;
    };
  }

  /** The weights' sum, of weights as they were before rounding; as many apart as values are. */
  protected float addWeights(float sum, float[] weights) {
    int apart = options.values().accumulation().apart();
    int block = apart > 1 ? apart : weights.length;
    float total = sum;
    for (int first = 0; first < weights.length; first += block) {
      float some = 0;
      for (int j = first; j < Math.min(weights.length, first + block); j++) {
        some += weights[j];
      }
      total += some;
    }
    return total;
  }

  /** The weight as it meets the values. */
  protected float rounded(float weight) {
    return Formats.round(weight, options.weights());
  }

  /** The weighted values over the weights' sum. */
  protected void normalise(AttentionRow state, float[] target) {
    float inverse = 1 / state.sum;
    for (int d = 0; d < target.length; d++) {
      target[d] = state.values[d] * inverse;
    }
  }

  /** Of a maximum and a sum of weights relative to it, in the base of {@link #log}. */
  protected float lse(float largest, float sum) {
    boolean scaled = options.scaling() != Scaling.EXPONENT;
    return (scaled ? largest : largest * constant()) + log(sum);
  }

  /** In base e where scores are, else in base 2. */
  protected float log(float sum) {
    double nats = StrictMath.log(sum);
    return (float) (options.scaling() == Scaling.NATURAL ? nats : nats / Math.log(2));
  }

  /** log₂ of a part's weight against the largest lse. */
  protected float mergeExponent(float lse, float largest) {
    float difference = lse - largest;
    return options.scaling() == Scaling.NATURAL ? difference * Scaling.LOG2_E : difference;
  }

  /** An lse in the base of {@link #log} as the result has it. */
  protected float nats(float lse) {
    return options.scaling() == Scaling.NATURAL ? lse : lse * Scaling.LN_2;
  }

  /** A number of {@code out} as the result has it. */
  protected float output(float value) {
    return Formats.round(value, options.output());
  }
}
