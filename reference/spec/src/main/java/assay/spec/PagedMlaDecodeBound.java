package assay.spec;

/**
 * How far an honest {@link PagedMlaDecode} may be from the exact result.
 *
 * <p>Lemma numbers refer to docs/numerics.md. The budget of an output element needs only the first
 * two moments of its value under the softmax weights, mean o = Σ_t w_t c_t and second moment Σ_t
 * w_t c_t², besides scalars of its row.
 *
 * <p>Source: first-order analysis after Higham, Accuracy and Stability, 2002; statistical form
 * after Higham and Mary, SIAM J. Sci. Comput. 41(5), 2019.
 */
public final class PagedMlaDecodeBound {

  private final NumericContract contract;
  private final double lambda;
  private final double scoreRoundoff;
  private final double accumulatorRoundoff;
  private final int width;

  /**
   * @param width D + R, the length of a score's dot product
   */
  public PagedMlaDecodeBound(NumericContract contract, Confidence confidence, int width) {
    this.contract = contract;
    this.lambda = confidence.lambda();
    this.scoreRoundoff = contract.scores().unitRoundoff();
    this.accumulatorRoundoff = contract.accumulator().unitRoundoff();
    this.width = width;
  }

  /**
   * The budget of one row (b, s, h).
   *
   * @param weights exact softmax weights w_t, summing to 1
   * @param scores exact scores, in nats
   * @param gauges scale · ‖q‖ · ‖k_t‖, at least scale · Σ_i |q_i k_ti|
   * @param keys T; only the first T entries of each array count; at least 1
   * @param largestValue the largest |c| among the row's visible latents
   */
  public Row row(
      double[] weights, double[] scores, double[] gauges, int keys, double largestValue) {
    double largestScore = Double.NEGATIVE_INFINITY;
    for (int t = 0; t < keys; t++) {
      largestScore = Math.max(largestScore, scores[t]);
    }
    double rescalings = Math.ceilDiv(keys, contract.keysPerRescale());
    double perRescale = contract.exp2RelativeError() + accumulatorRoundoff;
    Sums sums = new Sums();
    for (int t = 0; t < keys; t++) {
      double shift = largestScore - scores[t];
      sums.add(
          weights[t],
          Math.expm1(worstScoreError(gauges[t], scores[t], shift) + rescalings * perRescale),
          independentScoreError(gauges[t], scores[t], shift),
          2 * scoreRoundoff * shift + Math.sqrt(rescalings) * perRescale);
    }
    return new Row(sums, keys, largestScore, largestValue);
  }

  /**
   * Lemma 1: dot product, scaling, shift and 2^x, each at its worst, as an error of the exponent.
   */
  private double worstScoreError(double gauge, double score, double shift) {
    double terms = width * scoreRoundoff;
    return terms / (1 - terms) * gauge
        + scoreRoundoff * (Math.abs(score) + 3 * shift)
        + contract.exp2RelativeError();
  }

  /** Lemma 2: the same as a root sum of squares; the scale constant's own error is not in it. */
  private double independentScoreError(double gauge, double score, double shift) {
    double dot = Math.sqrt(width) * scoreRoundoff * gauge;
    double scaled = scoreRoundoff * Math.abs(score);
    double shifted = scoreRoundoff * shift;
    double exp2 = contract.exp2RelativeError();
    return Math.sqrt(dot * dot + scaled * scaled + shifted * shifted + exp2 * exp2);
  }

  /** Weighted sums over a row's keys. */
  private static final class Sums {
    double worst;
    double worstSquares;
    double independentPeak;
    double coherent;
    double coherentSquares;
    double largestWeight;

    void add(double weight, double worstError, double independentError, double coherentError) {
      worst += weight * worstError;
      worstSquares += weight * worstError * worstError;
      independentPeak = Math.max(independentPeak, weight * independentError * independentError);
      coherent += weight * coherentError;
      coherentSquares += weight * coherentError * coherentError;
      largestWeight = Math.max(largestWeight, weight);
    }
  }

  /** The budgets of one row's elements. */
  public final class Row {

    private final Sums sums;
    private final double largestScore;
    private final double largestValue;
    private final double worstSum;
    private final double independentSum;
    private final double underflow;

    private Row(Sums sums, int keys, double largestScore, double largestValue) {
      this.sums = sums;
      this.largestScore = largestScore;
      this.largestValue = largestValue;
      this.worstSum = keys * accumulatorRoundoff / (1 - keys * accumulatorRoundoff);
      this.independentSum = Math.sqrt(keys) * accumulatorRoundoff;
      this.underflow = (2.0 * keys + 2) * contract.accumulator().smallestNormal();
    }

    /** Lemma 3: worst case of {@code out}, given the element's mean and second moment. */
    public double hardOut(double mean, double secondMoment) {
      double spread = Math.sqrt(Math.max(0, secondMoment - mean * mean));
      double gauge = Math.sqrt(secondMoment);
      double scores =
          sums.worst < 1 ? Math.sqrt(sums.worstSquares) * spread / (1 - sums.worst) : gaugeCap();
      double sumsOfValues = (contract.weights().unitRoundoff() + worstSum) * gauge;
      double normaliser = (worstSum + 2 * accumulatorRoundoff) * Math.abs(mean);
      double amplified = (scores + sumsOfValues + normaliser) * amplification();
      return rounded(Math.min(amplified, gaugeCap() * 2), mean);
    }

    /** Lemma 4: statistical budget of {@code out}. */
    public double statisticalOut(double mean, double secondMoment) {
      double variance = Math.max(0, secondMoment - mean * mean);
      double weightRounding = contract.weights().unitRoundoff();
      double independent =
          sums.independentPeak * variance
              + sums.largestWeight * weightRounding * weightRounding * secondMoment
              + independentSum * independentSum * (secondMoment + mean * mean);
      double systematic =
          Math.sqrt(sums.coherentSquares * variance) + 2 * accumulatorRoundoff * Math.abs(mean);
      double statistical = rounded(lambda * Math.sqrt(independent) + systematic, mean);
      return Math.min(statistical, hardOut(mean, secondMoment));
    }

    /** Lemma 5: worst case of {@code lseNats}. */
    public double hardLse(double lse) {
      double scores = sums.worst < 1 ? sums.worst / (1 - sums.worst) : largestShift();
      return scores + worstSum + lseRounding(lse) + 3 * scoreRoundoff * Math.abs(largestScore);
    }

    /** Lemma 6: statistical budget of {@code lseNats}. */
    public double statisticalLse(double lse) {
      double independent = Math.sqrt(sums.independentPeak + independentSum * independentSum);
      double systematic = sums.coherent + 3 * scoreRoundoff * Math.abs(largestScore);
      return Math.min(lambda * independent + systematic + lseRounding(lse), hardLse(lse));
    }

    /** A convex combination of values is never further than this from another one, halved. */
    private double gaugeCap() {
      return largestValue;
    }

    private double largestShift() {
      return Math.log1p(sums.worst) + sums.worst;
    }

    private double amplification() {
      return 1 / (1 - Math.min(0.5, worstSum + 3 * accumulatorRoundoff));
    }

    private double rounded(double error, double mean) {
      double unit = contract.output().unitRoundoff();
      return error * (1 + unit)
          + unit * Math.abs(mean)
          + contract.output().smallestSubnormal()
          + underflow * Math.max(1, largestValue);
    }

    private double lseRounding(double lse) {
      double unit = contract.lse().unitRoundoff();
      return contract.logAbsoluteError() + 2 * unit * Math.abs(lse) + underflow;
    }
  }
}
