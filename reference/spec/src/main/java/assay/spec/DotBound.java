package assay.spec;

/**
 * How far an honest sum of products Σ x_i w_i may be from the exact one, and so an element of
 * {@link Projection}, {@link AbsorbQuery}, {@link UnabsorbOutput} and {@link DecompressHeads}.
 *
 * <p>docs/numerics.md, lemma 8. Of the contract, {@code accumulator} is the format of the sum and
 * {@code output} that of the result; where weights are stored under scales, {@code weights} is the
 * format that they are unpacked to.
 *
 * <p>An element that is not finite must be met exactly: its budget is 0.
 */
public final class DotBound {

  private final NumericContract contract;
  private final double lambda;
  private final double weightUnit;
  private final double terms;
  private final SumErrors sum;

  private DotBound(
      NumericContract contract, Confidence confidence, int terms, int scales, double weightUnit) {
    this.contract = contract;
    this.lambda = confidence.lambda();
    this.weightUnit = weightUnit;
    this.terms = terms;
    SumErrors.Beside beside = new SumErrors.Beside(scales, scales);
    this.sum = SumErrors.of(contract.overFeatures(), contract.accumulator(), terms, beside, lambda);
  }

  /**
   * For weights stored as they are.
   *
   * @param terms n, products in the sum
   */
  public static DotBound of(NumericContract contract, Confidence confidence, int terms) {
    return new DotBound(contract, confidence, terms, 0, 0);
  }

  /** For these weights' rows. */
  public static DotBound of(
      NumericContract contract, Confidence confidence, ProjectionWeights weights, int terms) {
    return switch (weights) {
      case ProjectionWeights.Dense dense -> of(contract, confidence, terms);
      case ProjectionWeights.BlockScaled scaled -> {
        int scales = Math.ceilDiv(terms, ProjectionWeights.BLOCK) + 1;
        double unpacked = contract.weights().unitRoundoff();
        yield new DotBound(contract, confidence, terms, scales, unpacked);
      }
    };
  }

  /**
   * The worst error of the sum, before the result is rounded.
   *
   * @param magnitude Σ |x_i w_i|
   */
  public double hardSum(double magnitude) {
    double relative = sum.hard() * (1 + weightUnit) + weightUnit;
    return relative * magnitude + 2 * terms * contract.accumulator().smallestNormal();
  }

  /**
   * The error of the sum where roundings are independent, before the result is rounded.
   *
   * @param value Σ x_i w_i
   * @param magnitude Σ |x_i w_i|
   * @param squares Σ (x_i w_i)²
   */
  public double statisticalSum(double value, double magnitude, double squares) {
    double hard = hardSum(magnitude);
    double variance =
        sum.variance(value * value, squares)
            + SumErrors.ROUNDED * weightUnit * weightUnit * squares;
    double flushed = 2 * terms * contract.accumulator().smallestNormal();
    double error = lambda * Math.sqrt(variance) + coherent(value, squares) + flushed;
    return error < hard ? error : hard;
  }

  /** The hard budget of the result. */
  public double hard(double value, double magnitude) {
    return rounded(hardSum(magnitude), value);
  }

  /** The statistical budget of the result. */
  public double statistical(double value, double magnitude, double squares) {
    return rounded(statisticalSum(value, magnitude, squares), value);
  }

  /** Both budgets of an element that is only copied into the output's format. */
  public double copied(double value) {
    return rounded(0, value);
  }

  /** What many roundings share: a matrix unit's truncation, and equal terms. */
  private double coherent(double value, double squares) {
    double own = (sum.bias() + weightUnit) * Math.abs(value);
    return own + sum.alike(value, squares, terms);
  }

  private double rounded(double error, double value) {
    return Double.isFinite(value) ? Roundings.rounded(error, value, contract.output()) : 0;
  }
}
