package assay.spec;

/**
 * How far an honest {@link PagedMlaDecode} may be from the exact result.
 *
 * <p>Lemma numbers refer to docs/numerics.md. The budget of an output element needs only the first
 * two moments of its value under the softmax weights, mean o = Σ_t w_t c_t and second moment Σ_t
 * w_t c_t², besides scalars of its row.
 *
 * <p>Hard budgets suppose nothing but the contract. Statistical budgets suppose that keys with
 * different scores round independently; keys with equal scores are taken to round alike.
 *
 * <p>Source: Higham, Accuracy and Stability, 2002; statistical form after Higham and Mary, SIAM J.
 * Sci. Comput. 41(5), 2019.
 */
public final class PagedMlaDecodeBound {

  private final NumericContract contract;
  private final double lambda;
  private final double scoreRoundoff;
  private final double accumulatorRoundoff;
  private final double weightRoundoff;
  private final int width;

  /**
   * @param width D + R, the length of a score's dot product
   */
  public PagedMlaDecodeBound(NumericContract contract, Confidence confidence, int width) {
    this.contract = contract;
    this.lambda = confidence.lambda();
    this.scoreRoundoff = contract.scores().unitRoundoff();
    this.accumulatorRoundoff = contract.accumulator().unitRoundoff();
    this.weightRoundoff = contract.weights().unitRoundoff();
    this.width = width;
  }

  /**
   * The budget of one row (b, s, h).
   *
   * @param weights exact softmax weights w_t, summing to 1
   * @param scores exact scores, in nats
   * @param gauges scale · ‖q‖ · ‖k_t‖, at least scale · Σ_i |q_i k_ti|
   * @param spreads scale · √(Σ_i (q_i k_ti)²), what partial sums in no particular order stray by
   * @param keys T; only the first T entries of each array count; at least 1
   * @param largestValue the largest |c| among the row's visible latents
   */
  public Row row(
      double[] weights,
      double[] scores,
      double[] gauges,
      double[] spreads,
      int keys,
      double largestValue) {
    double largestScore = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < keys; t++) {
      largestScore = Math.max(largestScore, scores[t]);
    }
    WeightGroups groups = WeightGroups.of(weights, keys);
    Sums sums = new Sums(groups);
    double logKeys = Math.log(keys);
    double exp2Errors = (rescalings(keys) + 2) * contract.exp2RelativeError();
    double rescaled = Math.sqrt(rescalings(keys)) * contract.exp2RelativeError();
    for (int t = 0; t < keys; t++) {
      Score score = new Score(scores[t], largestScore, gauges[t], spreads[t], logKeys);
      sums.add(
          weights[t],
          groups.weightOf(weights[t]),
          score.shift(),
          worstExponentError(score) + exp2Errors,
          independentExponentError(score),
          coherentExponentError(score) + rescaled);
    }
    return new Row(sums, keys, largestScore, largestValue);
  }

  /** One key's score, the row's largest, and what its errors are measured by; in nats. */
  private record Score(double score, double largest, double gauge, double spread, double logKeys) {

    double shift() {
      return largest - score;
    }

    /** At least the magnitude of every running maximum and partial lse that the key meets. */
    double magnitude() {
      return Math.max(Math.abs(score), Math.abs(largest)) + logKeys;
    }
  }

  /** Lemma 1: everything that may move the exponent of a weight, each at its worst. */
  private double worstExponentError(Score score) {
    double roundings = Math.abs(score.score()) + 5 * score.magnitude() + 5 * score.shift();
    return gamma(width, scoreRoundoff) * score.gauge()
        + scoreRoundoff * roundings
        + contract.logAbsoluteError();
  }

  /** Lemma 2: what differs from key to key, as a root sum of squares. */
  private double independentExponentError(Score score) {
    double dot = Math.sqrt(width * square(score.score(), score.spread())) * scoreRoundoff;
    double scaled = scoreRoundoff * Math.abs(score.score());
    double shifted = scoreRoundoff * score.shift();
    double exp2 = contract.exp2RelativeError();
    return Math.sqrt(square(dot, scaled) + square(shifted, exp2));
  }

  /**
   * Lemma 2: what many keys share: scale constants, running maxima, rescalings, merges, and a
   * matrix unit's truncation after every 16 products, which shrinks all scores alike.
   */
  private double coherentExponentError(Score score) {
    double truncated = width / 32.0;
    return scoreRoundoff * ((4 + truncated) * score.shift() + 2 * score.magnitude());
  }

  private static double square(double x, double y) {
    return x * x + y * y;
  }

  /** At least e^x − 1, and at most x² above it where that is small. */
  private static double relativeError(double x) {
    return x < 1 ? x + x * x : Math.expm1(x);
  }

  private double rescalings(int keys) {
    return Math.ceilDiv(keys, contract.keysPerRescale());
  }

  /** γ_n = nu / (1 − nu): the relative error of n roundings. */
  private static double gamma(double n, double roundoff) {
    return n * roundoff < 1 ? n * roundoff / (1 - n * roundoff) : Double.POSITIVE_INFINITY;
  }

  /** Weighted sums over a row's keys. */
  private final class Sums {
    final double heaviestGroup;
    final double secondGroup;
    double largestWeight;
    double worst;
    double worstSquares;
    double worstExponent;
    double independentPeak;
    double coherent;
    double coherentSquares;
    double largestShift;
    double shift;
    double shiftSquares;

    Sums(WeightGroups groups) {
      heaviestGroup = groups.heaviest();
      secondGroup = groups.second();
    }

    void add(
        double weight,
        double groupWeight,
        double scoreShift,
        double worstExponentError,
        double independentError,
        double coherentError) {
      largestWeight = Math.max(largestWeight, weight);
      worstExponent = Math.max(worstExponent, worstExponentError);
      if (weight == 0) {
        worst += Math.exp(worstExponentError - scoreShift);
        return;
      }
      double worstError = relativeError(worstExponentError);
      double independent = relativeError(lambda * independentError) / lambda;
      worst += weight * worstError;
      worstSquares += weight * worstError * worstError;
      independentPeak = Math.max(independentPeak, groupWeight * independent * independent);
      coherent += weight * coherentError;
      coherentSquares += weight * coherentError * coherentError;
      largestShift = Math.max(largestShift, scoreShift);
      shift += weight * scoreShift;
      shiftSquares += weight * scoreShift * scoreShift;
    }

    /** Standard deviation of the scores under the weights, in nats. */
    double scoreDeviation() {
      return Math.sqrt(Math.max(0, shiftSquares - shift * shift));
    }
  }

  /** The budgets of one row's elements. */
  public final class Row {

    private final Sums sums;
    private final int keys;
    private final double largestScore;
    private final double largestValue;
    private final double worstSum;
    private final double independentSum;
    private final double coherentSum;

    private Row(Sums sums, int keys, double largestScore, double largestValue) {
      double roundings = keys + rescalings(keys) + 2;
      this.sums = sums;
      this.keys = keys;
      this.largestScore = largestScore;
      this.largestValue = largestValue;
      this.worstSum = gamma(roundings, accumulatorRoundoff);
      this.independentSum = Math.sqrt(roundings) * accumulatorRoundoff;
      this.coherentSum = roundings / 4 * accumulatorRoundoff;
    }

    /** Lemma 3: worst case of {@code out}, given the element's mean and second moment. */
    public double hardOut(double mean, double secondMoment) {
      double trivial = 2 * largestValue;
      boolean small = sums.worst < 1;
      double relative = small ? Math.sqrt(sums.worstSquares) / (1 - sums.worst) : 0;
      double moved = small ? relative * deviation(mean, secondMoment) : trivial;
      double scores = Math.min(moved, trivial);
      double gauge = small ? Math.sqrt(secondMoment) * (1 + relative) : largestValue;
      double values = (weightRoundoff + worstSum * (1 + weightRoundoff)) * gauge;
      double normaliser = (worstSum + 2 * accumulatorRoundoff) * (Math.abs(mean) + scores + values);
      double amplified = worstSum < 0.5 ? 1 / (1 - worstSum) : Double.POSITIVE_INFINITY;
      return rounded(scores + (values + normaliser) * amplified, mean);
    }

    /** Lemma 4: statistical budget of {@code out}. */
    public double statisticalOut(double mean, double secondMoment) {
      double hard = hardOut(mean, secondMoment);
      double relative = relativeNormaliserError();
      if (!(relative < 0.5)) {
        return hard;
      }
      double deviation = deviation(mean, secondMoment);
      double size = Math.abs(mean);
      double independent =
          sums.independentPeak * deviation * deviation
              + weightRounding() * secondMoment
              + independentSum * independentSum * (secondMoment + mean * mean);
      double fluctuation = Math.sqrt(sums.heaviestGroup * secondMoment);
      double coherent =
          (Math.sqrt(sums.coherentSquares) + smoothWeightRounding()) * deviation
              + (weightRoundoff + 2 * accumulatorRoundoff) * size
              + coherentSum * (size + fluctuation);
      double error = (lambda * Math.sqrt(independent) + coherent) / (1 - relative);
      return Math.min(rounded(error, mean), hard);
    }

    /** Lemma 5: worst case of {@code lseNats}. */
    public double hardLse(double lse) {
      double mean = sums.worst < 1 ? sums.worst / (1 - sums.worst) : Double.POSITIVE_INFINITY;
      double sum = worstSum < 0.5 ? worstSum / (1 - worstSum) : Double.POSITIVE_INFINITY;
      return Math.min(mean, sums.worstExponent) + sum + lseRounding(lse);
    }

    /** Lemma 6: statistical budget of {@code lseNats}. */
    public double statisticalLse(double lse) {
      double hard = hardLse(lse);
      double relative = relativeNormaliserError();
      if (!(relative < 0.5)) {
        return hard;
      }
      double independent = Math.sqrt(sums.independentPeak + independentSum * independentSum);
      double coherent = sums.coherent + coherentSum * alikeTerms();
      double error = (lambda * independent + coherent) / (1 - relative);
      return Math.min(error + lseRounding(lse), hard);
    }

    /**
     * Variance of the weights' rounding per unit of second moment. The heaviest group's error may
     * be taken out as common to all, at the price of doubling the others' variance.
     */
    private double weightRounding() {
      double heaviest = Math.min(sums.heaviestGroup, 2 * sums.secondGroup);
      return heaviest * weightRoundoff * weightRoundoff;
    }

    /**
     * Where all scores fall into one or two steps of the weights' format, rounding is a smooth
     * function of the score and not noise; nearer together than half a step, all round to 1.
     */
    private double smoothWeightRounding() {
      double spread = sums.scoreDeviation();
      boolean allRoundToOne = sums.largestShift < weightRoundoff / 2;
      return allRoundToOne
          ? spread
          : Math.min(weightRoundoff, 2 * weightRoundoff * weightRoundoff / spread);
    }

    /**
     * The share of the weights' sum whose terms round alike: equal ones, or all where they differ
     * by less than a step of the accumulator.
     */
    private double alikeTerms() {
      double steps = 2 * keys * accumulatorRoundoff / sums.scoreDeviation();
      return Math.max(sums.heaviestGroup, Math.min(1, steps));
    }

    private double relativeNormaliserError() {
      return lambda * Math.sqrt(sums.independentPeak) + sums.coherent;
    }

    private double deviation(double mean, double secondMoment) {
      return Math.sqrt(Math.max(0, secondMoment - mean * mean));
    }

    private double rounded(double error, double mean) {
      double unit = contract.output().unitRoundoff();
      return error * (1 + unit)
          + unit * Math.abs(mean)
          + contract.output().smallestSubnormal()
          + underflow() * Math.max(1, largestValue);
    }

    private double lseRounding(double lse) {
      double magnitude = Math.abs(largestScore) + Math.log(keys);
      return contract.lse().unitRoundoff() * Math.abs(lse)
          + 5 * scoreRoundoff * magnitude
          + contract.logAbsoluteError()
          + underflow();
    }

    /** What flushing and subnormal weights may cost, against a sum of at least 1. */
    private double underflow() {
      double flushed = (2.0 * keys + 2) * contract.accumulator().smallestNormal();
      double weights = keys * sums.largestWeight * contract.weights().smallestSubnormal();
      return flushed + weights;
    }
  }
}
