package assay.spec;

/**
 * How far an honest {@link MlaLayer} may be from the exact result: what each of its steps adds to
 * the error of what it is given (docs/numerics.md, lemma 18).
 *
 * <p>Every step sums in the contract's accumulator and rounds its result once to the contract's
 * output format; attention keeps lemma 1. Values and errors in the arguments are those of one
 * number: x the exact value, δ the largest error that it may already have.
 *
 * <p>All budgets are worst cases.
 */
public final class MlaLayerBound {

  /** Roundings of a norm beside its sum: mean, eps, root, quotient, product, each of both sides. */
  private static final int NORM_ROUNDINGS = 8;

  private final NumericContract contract;
  private final double flush;

  public MlaLayerBound(NumericContract contract) {
    this.contract = contract;
    this.flush = contract.accumulator().smallestNormal();
  }

  /**
   * Of y = Σ_i w_i x_i with exact w.
   *
   * @param propagated Σ |w_i| δ_i
   * @param gauge Σ |w_i| (|x_i| + δ_i)
   * @param terms how many products are summed
   */
  public double projected(double y, double propagated, double gauge, int terms) {
    return rounded(y, propagated + hardSum(terms, 0) * gauge + terms * flush);
  }

  private double hardSum(int terms, int beside) {
    return SumErrors.hard(contract.overFeatures(), contract.accumulator(), terms, beside);
  }

  /**
   * Of y = w x / r with r = √(eps + mean x²).
   *
   * @param root r
   * @param rootMeanSquareError √(mean δ²), by which r may be off
   * @param magnitude |x| of this element
   * @param width elements that the mean is over
   */
  public double normed(
      double y,
      double weight,
      double root,
      double rootMeanSquareError,
      double magnitude,
      double error,
      int width) {
    double left = root - rootMeanSquareError;
    double moved =
        left > 0 ? (error + magnitude * rootMeanSquareError / root) / left : 2 * Math.sqrt(width);
    double propagated = Math.abs(weight) * Math.min(moved, 2 * Math.sqrt(width));
    double own = hardSum(width, NORM_ROUNDINGS) * (Math.abs(y) + propagated);
    return rounded(y, propagated + own + NORM_ROUNDINGS * flush);
  }

  /** What turning costs by itself, of features no larger than |x| + δ. */
  public RotaryEmbeddingBound turning(Rope rope) {
    return new RotaryEmbeddingBound(contract, rope);
  }

  /**
   * Of a turned feature.
   *
   * @param own its budget by {@link #turning}
   * @param propagated m (|cos| δ_a + |sin| δ_b)
   */
  public double turned(double own, double propagated) {
    return own + propagated * (1 + contract.output().unitRoundoff());
  }

  /**
   * Of what the cache gives back for x: rounding keeps order, so both sides store something between
   * the ends of the interval, most often the same. Twice δ, as the exact value is itself only known
   * to δ.
   */
  public double stored(LatentStore store, double x, double error) {
    double width = store.stored(x + 2 * error) - store.stored(x - 2 * error);
    return error == 0 ? 0 : width;
  }

  /** One row of attention over {@code keys} keys whose scores have these errors. */
  public MlaLayerRowBound row(MlaLayerScores scores) {
    return new MlaLayerRowBound(this, contract, scores);
  }

  /** A result's own rounding to the output format, after {@code error}. */
  double rounded(double y, double error) {
    return Roundings.rounded(error, y, contract.output());
  }
}
