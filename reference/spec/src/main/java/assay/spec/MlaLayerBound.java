package assay.spec;

import assay.numerics.FloatFormat;

/**
 * How far an honest {@link MlaLayer} may be from the exact result: what each of its steps adds to
 * the error of what it is given (docs/numerics.md, lemma 19).
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

  /** Units that a cosine or sine may be off, beside its angle. */
  private static final int TURN_UNITS = 4;

  /** Roundings of an angle beside the power of θ: exponent, product, and a context extension. */
  private static final int ANGLE_ROUNDINGS = 16;

  private final NumericContract contract;
  private final double unit;
  private final double flush;

  public MlaLayerBound(NumericContract contract) {
    this.contract = contract;
    this.unit = contract.accumulator().unitRoundoff();
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
    return rounded(y, propagated + gamma(terms, unit) * gauge + terms * flush);
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
    double own = gamma(width + NORM_ROUNDINGS, unit) * (Math.abs(y) + propagated);
    return rounded(y, propagated + own + NORM_ROUNDINGS * flush);
  }

  /** Of a cosine or sine of position · θ^(−2i/R). */
  public double turned(double angle, double theta) {
    double relative = ANGLE_ROUNDINGS + Math.log(theta);
    return Math.min(2, unit * (TURN_UNITS + relative * Math.abs(angle)));
  }

  /**
   * Of y = a cos − b sin, or a cos + b sin.
   *
   * @param propagated |cos| δ_a + |sin| δ_b
   * @param gauge |a| + δ_a + |b| + δ_b
   * @param turned error of both cosine and sine
   */
  public double rotated(double y, double propagated, double gauge, double turned) {
    double own = (turned + gamma(2, unit) * (1 + turned)) * gauge;
    return rounded(y, propagated + own + 2 * flush);
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
    FloatFormat output = contract.output();
    double roundoff = output.unitRoundoff();
    return error * (1 + roundoff) + roundoff * Math.abs(y) + output.smallestSubnormal();
  }

  /** γ(n) = nu / (1 − nu): the relative error of n roundings. */
  static double gamma(double n, double roundoff) {
    return n * roundoff < 1 ? n * roundoff / (1 - n * roundoff) : Double.POSITIVE_INFINITY;
  }
}
