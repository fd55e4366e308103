package assay.spec;

import java.util.Arrays;

/**
 * Weighted sums of the errors of one row's weights.
 *
 * <p>Each runs in {@link #LANES} partial sums: key t is added to partial sum t mod 8, in ascending
 * order. Products are fused with their sums.
 */
public final class ErrorSums {

  /** Partial sums of a sum. */
  public static final int LANES = 8;

  /** The sums that there are. */
  public enum Sum {
    /** Of weights that are not 0, as all below. */
    WEIGHT,
    SHIFT,
    SHIFT_SQUARE,
    WORST,
    WORST_SQUARE,
    COHERENT,
    COHERENT_SQUARE;

    /** Where its partial sums begin in {@link ErrorSums#partial}. */
    public int at() {
      return LANES * ordinal();
    }
  }

  private final AttentionTerms row;
  private final double largest;
  private final ExponentForm worstForm;
  private final ExponentForm coherentForm;
  private final double[] partial = new double[LANES * Sum.values().length];
  private double largestShift;
  private double worstExponent;
  private double vanished;

  /**
   * @param largest the row's largest score
   * @param worst lemma 1, for what the gauges have of the keys alone
   * @param coherent lemma 2
   */
  public ErrorSums(AttentionTerms row, double largest, ExponentForm worst, ExponentForm coherent) {
    this.row = row;
    this.largest = largest;
    this.worstForm = worst;
    this.coherentForm = coherent;
  }

  public AttentionTerms row() {
    return row;
  }

  /** The row's largest score. */
  public double largest() {
    return largest;
  }

  /** What a key may be off by at worst. */
  public ExponentForm worstForm() {
    return worstForm;
  }

  /** What many keys share. */
  public ExponentForm coherentForm() {
    return coherentForm;
  }

  /**
   * All partial sums, [sum, lane], for those who add many keys at once; none of weight 0 and none
   * with a worst error of 1 or more.
   */
  public double[] partial() {
    return partial;
  }

  /** Forgets what was added. */
  public void clear() {
    Arrays.fill(partial, 0);
    largestShift = 0;
    worstExponent = 0;
    vanished = 0;
  }

  /** Adds a key. */
  public void add(int t) {
    double score = row.scores()[t];
    double worst = worstForm.of(score, largest, row.gauges().keys()[t]);
    double shift = largest - score;
    double weight = row.weights()[t];
    int lane = t % LANES;
    if (weight > 0) {
      raiseShift(shift);
      add(Sum.WEIGHT, lane, weight, 1);
      add(Sum.SHIFT, lane, weight, shift);
      add(Sum.SHIFT_SQUARE, lane, weight * shift, shift);
    }
    add(lane, weight, shift, worst, coherentForm.of(score, largest, 0));
  }

  /** Adds a sink, which has no part in the spread of scores. */
  void addSink(double weight, double shift, double worst, double coherent) {
    add(0, weight, shift, worst, coherent);
  }

  private void add(int lane, double weight, double shift, double worst, double coherent) {
    raiseWorst(worst);
    if (weight == 0) {
      vanished += Math.exp(worst - shift);
      return;
    }
    double error = relative(worst);
    add(Sum.WORST, lane, weight, error);
    add(Sum.WORST_SQUARE, lane, weight * error, error);
    add(Sum.COHERENT, lane, weight, coherent);
    add(Sum.COHERENT_SQUARE, lane, weight * coherent, coherent);
  }

  private void add(Sum sum, int lane, double x, double y) {
    int at = sum.at() + lane;
    partial[at] = Math.fma(x, y, partial[at]);
  }

  /** The shift of a key that was added to {@link #partial}. */
  public void raiseShift(double shift) {
    largestShift = Math.max(largestShift, shift);
  }

  /** The worst error of an exponent that was added to {@link #partial}. */
  public void raiseWorst(double worst) {
    worstExponent = Math.max(worstExponent, worst);
  }

  double of(Sum sum) {
    return Arrays.stream(partial, sum.at(), sum.at() + LANES).sum();
  }

  /** The part of worst errors of weights that are 0 in binary64. */
  public double vanished() {
    return vanished;
  }

  /** The largest error of an exponent. */
  public double worstExponent() {
    return worstExponent;
  }

  /** The largest shift of a key with a weight. */
  public double largestShift() {
    return largestShift;
  }

  /** At least e^x − 1, and at most x² above it where that is small. */
  static double relative(double x) {
    return x < 1 ? Math.fma(x, x, x) : Math.expm1(x);
  }
}
