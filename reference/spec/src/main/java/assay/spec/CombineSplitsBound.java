package assay.spec;

/**
 * How far an honest {@link CombineSplits} may be from the exact result; docs/numerics.md, lemma 11.
 * So few roundings have no average: hard and statistical budgets are one.
 *
 * <p>Of the contract, {@code scores} is the format of the exponents, {@code accumulator} that of
 * sums and weights, {@code output} and {@code lse} those of the results.
 */
public final class CombineSplitsBound {

  private final NumericContract contract;
  private final double scoreUnit;
  private final double unit;

  public CombineSplitsBound(NumericContract contract) {
    this.contract = contract;
    this.scoreUnit = contract.scores().unitRoundoff();
    this.unit = contract.accumulator().unitRoundoff();
  }

  /**
   * The budgets of one row, whose lse is finite.
   *
   * @param lses the lse of each part
   * @param weights exp(lse_k − lse)
   */
  public Row row(double[] lses, double[] weights) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double lse : lses) {
      largest = Math.max(largest, lse);
    }
    double[] errors = new double[lses.length];
    double worst = 0;
    for (int k = 0; k < lses.length; k++) {
      boolean empty = lses[k] == Double.NEGATIVE_INFINITY;
      errors[k] = empty ? 0 : weightError(weights[k], largest - lses[k], Math.abs(lses[k]));
      worst += errors[k];
    }
    return new Row(weights, errors, worst, Math.abs(largest));
  }

  /** How far one part's weight may be off, by everything that may move its exponent. */
  private double weightError(double weight, double shift, double size) {
    double error = scoreUnit * (5 * shift + 4 * size) + 2 * contract.exp2RelativeError();
    return weight > 0 ? weight * ErrorSums.relative(error) : Math.exp(error - shift);
  }

  /** The budgets of one row. */
  public final class Row {

    private final double[] weights;
    private final double[] errors;
    private final double worst;
    private final double common;
    private final double sum;

    private Row(double[] weights, double[] errors, double worst, double largest) {
      double magnitude = largest + Math.log(weights.length);
      this.weights = weights;
      this.errors = errors;
      this.worst = worst;
      this.sum = Roundings.gamma(weights.length + 2, unit);
      this.common =
          5 * scoreUnit * magnitude
              + contract.logAbsoluteError()
              + 2 * contract.exp2RelativeError();
    }

    /**
     * Both budgets of one element.
     *
     * @param value its exact value o
     * @param parts the element of each part, 0 where the part is empty
     */
    public double out(double value, double[] parts) {
      if (!Double.isFinite(value)) {
        return 0;
      }
      double moved = 0;
      double magnitude = 0;
      double largest = 0;
      for (int k = 0; k < parts.length; k++) {
        moved += errors[k] * Math.abs(parts[k] - value);
        magnitude += weights[k] * Math.abs(parts[k]);
        largest = Math.max(largest, Math.abs(parts[k]));
      }
      double flushed = 2.0 * (parts.length + 1) * contract.accumulator().smallestNormal();
      double shared = common + common * common;
      double shifted = worst < 0.5 ? moved / (1 - worst) : 2 * largest;
      double error = shifted + 2 * (sum + shared) * magnitude + flushed * (1 + largest);
      return Roundings.rounded(error, value, contract.output());
    }

    /** Both budgets of lse; without end where the weights' sum may halve. */
    public double lse(double value) {
      boolean small = worst < 0.5 && sum < 0.5;
      double moved = small ? worst / (1 - worst) + sum / (1 - sum) : Double.POSITIVE_INFINITY;
      return Roundings.rounded(moved + common, value, contract.lse());
    }
  }
}
