package assay.spec;

/**
 * Worst case of Σ_t w_t v_t where scores and values are in error: lemma 18, attention.
 *
 * <p>With weights w_t(1 + ε_t) and values v_t + d_t the quotient moves by at most (Σ w|ε||v − o| +
 * Σ w(1 + |ε|)|d|) / (1 − Σ w|ε|), and by no more than two convex combinations are apart.
 */
public final class MlaLayerRowBound {

  private final MlaLayerBound bound;
  private final NumericContract contract;
  private final double[] weights;
  private final double[] weightErrors;
  private final double worst;
  private final double valueSum;
  private final double weightSum;
  private final double underflow;

  MlaLayerRowBound(MlaLayerBound bound, NumericContract contract, MlaLayerScores scores) {
    int keys = scores.keys();
    double rescalings = Math.ceilDiv(keys, contract.keysPerRescale());
    this.bound = bound;
    this.contract = contract;
    this.weights = scores.weights();
    this.weightErrors = weightErrors(contract, scores, rescalings);
    this.worst = sum(weightErrors);
    Accumulation sums = contract.overKeys();
    Accumulation ordinary = new Accumulation.Rounded(sums.apart());
    double beside = rescalings + 2;
    this.valueSum = SumErrors.hard(sums, contract.accumulator(), keys, beside);
    this.weightSum = SumErrors.hard(ordinary, contract.accumulator(), keys, beside);
    this.underflow =
        (2.0 * keys + 2) * contract.accumulator().smallestNormal()
            + keys * contract.weights().smallestSubnormal();
  }

  /**
   * Of one value feature.
   *
   * @param mean o, exact
   * @param values v_t and others, of which {@code at + t · stride} count
   * @param errors their errors
   */
  public double out(double mean, double[] values, double[] errors, int at, int stride) {
    double moved = 0;
    double gauge = 0;
    double largest = 0;
    for (int t = 0; t < weightErrors.length; t++) {
      int i = at + t * stride;
      double size = Math.abs(values[i]) + errors[i];
      double weight = weights[t] + weightErrors[t];
      moved += weightErrors[t] * Math.abs(values[i] - mean) + weight * errors[i];
      gauge += weight * size;
      largest = Math.max(largest, size);
    }
    boolean small = worst < 1;
    double quotient = small ? Math.min(moved / (1 - worst), 2 * largest) : 2 * largest;
    double summed = small ? Math.min(gauge / (1 - worst), largest) : largest;
    double error = quotient + sums(Math.abs(mean) + quotient, summed);
    return bound.rounded(mean, error + underflow * Math.max(1, largest));
  }

  /** Lemma 3: rounded weights, both sums, and the division. */
  private double sums(double size, double gauge) {
    double roundoff = contract.weights().unitRoundoff();
    double values = (roundoff + valueSum * (1 + roundoff)) * gauge;
    double normaliser = (weightSum + 2 * contract.accumulator().unitRoundoff()) * (size + values);
    return weightSum < 0.5 ? (values + normaliser) / (1 - weightSum) : Double.POSITIVE_INFINITY;
  }

  /** w_t |ε_t|: lemma 1, with the scores' inherited errors added to every exponent. */
  private static double[] weightErrors(
      NumericContract contract, MlaLayerScores scores, double rescalings) {
    double largest = scores.largest();
    double inherited = scores.largestPropagated();
    double logKeys = Math.log(scores.keys());
    double unit = contract.scores().unitRoundoff();
    double dot = SumErrors.hard(contract.overFeatures(), contract.scores(), scores.width(), 0);
    double[] errors = new double[scores.keys()];
    for (int t = 0; t < errors.length; t++) {
      double size = Math.abs(scores.scores()[t]) + inherited;
      double shift = largest - scores.scores()[t];
      double magnitude = Math.max(size, Math.abs(largest) + inherited) + logKeys;
      double exponent =
          scores.propagated()[t]
              + dot * scores.gauges()[t]
              + unit * (size + 5 * magnitude + 5 * (shift + 2 * inherited))
              + (rescalings + 2) * contract.exp2RelativeError()
              + contract.logAbsoluteError();
      errors[t] = weightError(scores.weights()[t], exponent, shift);
    }
    return errors;
  }

  private static double weightError(double weight, double exponent, double shift) {
    return weight == 0 ? Math.exp(exponent - shift) : weight * Math.expm1(exponent);
  }

  private static double sum(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum;
  }
}
