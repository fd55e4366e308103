package assay.spec;

/**
 * How far an honest {@link RmsNorm} may be from the exact result; docs/numerics.md, lemma 9.
 *
 * <p>Of the contract, {@code accumulator} is the format of everything inside and {@code output}
 * that of y.
 */
public final class RmsNormBound {

  /** Square root and reciprocal, or an approximate reciprocal root, 3; two products. */
  private static final int ROUNDINGS_OUTSIDE_THE_SUM = 5;

  private final NumericContract contract;
  private final DotBound sum;
  private final int width;
  private final double unit;

  /**
   * @param width I
   */
  public RmsNormBound(NumericContract contract, Confidence confidence, int width) {
    this.contract = contract;
    this.sum = DotBound.of(contract, confidence, width);
    this.width = width;
    this.unit = contract.accumulator().unitRoundoff();
  }

  /**
   * The budgets of one row.
   *
   * @param squares Σ x²
   * @param fourths Σ x⁴
   */
  public Row row(double squares, double fourths, double eps) {
    double total = squares + width * eps;
    double around = 2 * unit;
    double hard = sum.hardSum(squares) / total + around;
    double statistical = sum.statisticalSum(squares, squares, fourths) / total + around;
    return new Row(ofRoot(hard), ofRoot(statistical), Double.isFinite(squares));
  }

  /** At least |1 / √(1 ± δ) − 1|. */
  private static double ofRoot(double error) {
    return error < 0.5 ? error / 2 + error * error : Double.POSITIVE_INFINITY;
  }

  /** The budgets of one row's elements. */
  public final class Row {

    private final double hard;
    private final double statistical;
    private final boolean finite;

    private Row(double hard, double statistical, boolean finite) {
      this.hard = hard;
      this.statistical = statistical;
      this.finite = finite;
    }

    /** Worst case of y, whose weight is {@code weight}. */
    public double hard(double y, double weight) {
      return budget(hard, y, weight);
    }

    /** Statistical budget of y. */
    public double statistical(double y, double weight) {
      return budget(statistical, y, weight);
    }

    private double budget(double relative, double y, double weight) {
      if (!finite || !Double.isFinite(y)) {
        return 0;
      }
      double products = Roundings.gamma(ROUNDINGS_OUTSIDE_THE_SUM, unit);
      double flushed = contract.accumulator().smallestNormal() * (1 + Math.abs(weight));
      double error = (relative + products * (1 + relative)) * Math.abs(y) + flushed;
      return Roundings.rounded(error, y, contract.output());
    }
  }
}
