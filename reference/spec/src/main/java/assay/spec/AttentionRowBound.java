package assay.spec;

/**
 * The budgets of one row of {@link AttentionBound}. An element is given by its moments under the
 * row's weights; a sink counts with value 0.
 */
public final class AttentionRowBound {

  private static final double LN_2 = Math.log(2);

  private final NumericContract contract;
  private final double lambda;
  private final double scoreRoundoff;
  private final double accumulatorRoundoff;
  private final double weightRoundoff;
  private final AttentionErrors errors;
  private final int count;
  private final double largestScore;
  private final double largestValue;
  private final SumErrors dot;
  private final double alikeProducts;
  private final KeySums sums;
  private final double flushed;
  private final double lostOfWeights;

  AttentionRowBound(
      NumericContract contract,
      double lambda,
      SumErrors dot,
      double alikeProducts,
      AttentionErrors errors,
      AttentionTerms terms,
      ScoreMaxima maxima) {
    this.contract = contract;
    this.lambda = lambda;
    this.scoreRoundoff = contract.scores().unitRoundoff();
    this.accumulatorRoundoff = contract.accumulator().unitRoundoff();
    this.weightRoundoff = contract.weights().unitRoundoff();
    this.errors = errors;
    this.count = terms.count();
    this.largestScore = maxima.largest();
    this.largestValue = terms.largestValue();
    this.dot = dot;
    this.alikeProducts = alikeProducts;
    this.sums = new KeySums(contract, errors, terms, maxima.rescalings(), lambda);
    this.flushed = (2.0 * count + 2) * contract.accumulator().smallestNormal();
    this.lostOfWeights = lostOfWeights();
  }

  /**
   * Lemma 25: what weights below their format's normal numbers lose beyond a relative rounding,
   * where computed weights are within a factor of 2 of the exact ones; else all may lose a step.
   */
  private double lostOfWeights() {
    double step = errors.largestWeight * contract.weights().smallestSubnormal();
    double normal = errors.largestWeight * contract.weights().smallestNormal();
    boolean near = errors.worstExponent < LN_2;
    return near ? 2 * errors.sizes.lost(2 * normal, step / 2) : count * step;
  }

  /** Lemma 3: worst case of {@code out}. */
  public double hardOut(ValueMoments value) {
    double mean = value.mean();
    double trivial = 2 * largestValue;
    boolean small = errors.worst < 1;
    double relative = small ? Math.sqrt(errors.worstSquares) / (1 - errors.worst) : 0;
    double vanished = errors.vanished / (1 - errors.worst) * trivial;
    double moved = small ? relative * value.deviation() + vanished : trivial;
    double scores = Math.min(moved, trivial);
    double gauge = small ? Math.sqrt(value.second()) * (1 + relative) : largestValue;
    double values = (weightRoundoff + sums.hardValues() * (1 + weightRoundoff)) * gauge;
    double sum = sums.hardWeights();
    double normaliser = (sum + 2 * accumulatorRoundoff) * (Math.abs(mean) + scores + values);
    double amplified = sum < 0.5 ? 1 / (1 - sum) : Double.POSITIVE_INFINITY;
    return rounded(scores + (values + normaliser) * amplified, mean);
  }

  /** The heaviest keys; a few at most. */
  public int[] heaviest() {
    return errors.heaviest.keys();
  }

  /**
   * Lemma 4: statistical budget of {@code out}.
   *
   * @param heaviest what the {@link #heaviest} keys have for a value, in their order
   * @param hard {@link #hardOut}
   */
  public double statisticalOut(ValueMoments value, double[] heaviest, double hard) {
    double relative = relativeNormaliserError();
    if (!(relative < 0.5)) {
      return hard;
    }
    double deviation = value.deviation();
    double size = Math.abs(value.mean());
    double others = Math.max(0, value.second() - errors.heaviest.second(heaviest));
    double spread = sums.spread(others, heaviest);
    double own =
        independent(deviation, size)
            + sums.varianceOfValues(value, spread)
            + sums.varianceOfWeights() * size * size;
    double shared =
        Math.sqrt(errors.coherentSquares) * deviation
            + 2 * accumulatorRoundoff * size
            + sums.coherentOfValues(value, spread)
            + sums.coherentOfWeights() * size
            + contract.exp2RelativeError() * wave() * deviation;
    double error = (roundedWeights(own, value, heaviest, others) + shared) / (1 - relative);
    double budget = rounded(error, value.mean());
    return budget < hard ? budget : hard;
  }

  /**
   * Independent errors, those of the weights' rounding among them, and what these share. The
   * heaviest group's error is one: it counts at its largest, or as common to all, which doubles the
   * others' variance, or as noise like any.
   */
  private double roundedWeights(
      double variance, ValueMoments value, double[] values, double others) {
    int bits = Math.max(0, contract.scores().precision() - contract.weights().precision());
    double square = Roundings.variance(bits) * weightRoundoff * weightRoundoff;
    double size = Math.abs(value.mean());
    double common = Math.min(weightRoundoff, edges()) * size;
    double heaviest = errors.heaviestGroup;
    double all = square * groups(others, values, heaviest);
    double lighter = square * groups(others, values, errors.secondGroup);
    double largest = weightRoundoff * Math.sqrt(heaviest * value.second());
    double noise = lambda * Math.sqrt(variance + all) + common;
    double apart = lambda * Math.sqrt(variance + lighter) + largest + common;
    double differences = 2 * square * errors.secondGroup * value.second();
    double taken = lambda * Math.sqrt(variance + differences) + weightRoundoff * size;
    return smoothWeightRounding() * value.deviation() + Math.min(noise, Math.min(apart, taken));
  }

  /** Σ_t G(t) w_t v_t² at the most, without heavier groups than {@code most}; lemma 24. */
  private double groups(double others, double[] heaviest, double most) {
    return errors.heaviest.grouped(heaviest, most)
        + errors.heavy.bound(others, largestValue * largestValue);
  }

  /** What is independent in scores, in the result; lemma 24. */
  private double independent(double deviation, double size) {
    double farthest = largestValue + size;
    double square = farthest * farthest;
    return errors.noisy.bound(deviation * deviation, square, errors.independentPeak);
  }

  /** Lemma 5: worst case of {@code lseNats}. */
  public double hardLse(double lse) {
    double mean = errors.worst < 1 ? errors.worst / (1 - errors.worst) : Double.POSITIVE_INFINITY;
    double relative = sums.hardWeights();
    double sum = relative < 0.5 ? relative / (1 - relative) : Double.POSITIVE_INFINITY;
    return Math.min(mean, errors.worstExponent) + sum + lseRounding(lse);
  }

  /** Lemma 6: statistical budget of {@code lseNats}. */
  public double statisticalLse(double lse) {
    double hard = hardLse(lse);
    double relative = relativeNormaliserError();
    if (!(relative < 0.5)) {
      return hard;
    }
    double independent = Math.sqrt(errors.independentPeak + sums.varianceOfWeights());
    double coherent =
        errors.coherent
            + dot.bias() * Math.abs(largestScore)
            + alikeProducts
            + contract.exp2RelativeError()
            + sums.coherentOfWeights();
    double error = (lambda * independent + coherent) / (1 - relative);
    return Math.min(error + lseRounding(lse), hard);
  }

  /**
   * Where all scores fall into one or two steps of the weights' format, rounding is a smooth
   * function of the score and not noise; nearer together than half a step, all round to 1.
   */
  private double smoothWeightRounding() {
    double spread = errors.scoreDeviation();
    boolean allRoundToOne = errors.largestShift < weightRoundoff / 2;
    return allRoundToOne ? spread : Math.min(weightRoundoff, edges());
  }

  /**
   * What is left, averaged over the scores, of an error that repeats with every doubling, as that
   * of an approximation of 2^x does.
   */
  private double wave() {
    return Math.min(1, 2 * LN_2 / errors.scoreDeviation());
  }

  /** What is left of the rounding of weights spread smoothly over many steps: their edges. */
  private double edges() {
    return 2 * weightRoundoff * weightRoundoff / errors.scoreDeviation();
  }

  private double relativeNormaliserError() {
    return lambda * Math.sqrt(errors.independentPeak) + errors.coherent;
  }

  private double rounded(double error, double mean) {
    double unit = contract.output().unitRoundoff();
    return error * (1 + unit)
        + unit * Math.abs(mean)
        + contract.output().smallestSubnormal()
        + flushed * Math.max(1, largestValue)
        + lostOfWeights * largestValue;
  }

  private double lseRounding(double lse) {
    double magnitude = Math.abs(largestScore) + Math.log(count);
    return contract.lse().unitRoundoff() * Math.abs(lse)
        + 5 * scoreRoundoff * magnitude
        + contract.logAbsoluteError()
        + flushed;
  }
}
