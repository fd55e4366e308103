package assay.spec;

/**
 * max_t G(t) a_t² over the keys of a row: lemma 2 of docs/numerics.md, and lemma 20 for what is
 * worked out exactly.
 */
final class IndependentPeak {

  /** Keys whose spreads are worked out. */
  private static final int EXACT_SPREADS = 16;

  private final double lambda;
  private final int width;
  private final double roundoffSquare;
  private final double exp2Square;
  private final AttentionTerms terms;
  private final WeightGroups groups;
  private final double largest;

  IndependentPeak(
      NumericContract contract,
      double lambda,
      int width,
      AttentionTerms terms,
      WeightGroups groups) {
    double roundoff = contract.scores().unitRoundoff();
    this.lambda = lambda;
    this.width = width;
    this.roundoffSquare = roundoff * roundoff;
    this.exp2Square = contract.exp2RelativeError() * contract.exp2RelativeError();
    this.terms = terms;
    this.groups = groups;
    this.largest = terms.largestScore();
  }

  double value() {
    double[] bounds = bounds();
    int highest = highest(bounds);
    double peak = exact(highest);
    int left = EXACT_SPREADS - 1;
    for (int t = 0; t < bounds.length; t++) {
      if (bounds[t] > peak && t != highest) {
        peak = Math.max(peak, left > 0 ? exact(t) : bounds[t]);
        left--;
      }
    }
    return peak;
  }

  /** At least G(t) a_t². */
  private double[] bounds() {
    double[] squares = new double[terms.keys()];
    double most = 0;
    for (int t = 0; t < squares.length; t++) {
      squares[t] = square(t, terms.spreads().squareBound(t));
      most = Math.max(most, squares[t]);
    }
    double growth = growth(lambda * Math.sqrt(most));
    for (int t = 0; t < squares.length; t++) {
      squares[t] *= growth * groups.weightOf(terms.weights()[t]);
    }
    return squares;
  }

  private static int highest(double[] bounds) {
    int highest = 0;
    for (int t = 1; t < bounds.length; t++) {
      highest = bounds[t] > bounds[highest] ? t : highest;
    }
    return highest;
  }

  private double exact(int t) {
    return groups.weightOf(terms.weights()[t]) * relative(square(t, terms.spreads().square(t)));
  }

  /** What differs from key to key in an exponent, as a sum of squares. */
  private double square(int t, double spreadSquare) {
    double score = terms.scores()[t];
    double shift = largest - score;
    double roundings = width * (score * score + spreadSquare) + score * score + shift * shift;
    return roundoffSquare * roundings + exp2Square;
  }

  /**
   * At least {@link #relative} over its argument, where λ times its root is at most x: smaller
   * roots have 1 + x up to 1, and e^x − 1 over x from there on.
   */
  private static double growth(double x) {
    double relative = x < 1 ? 1 + x : Math.max(1 + x, Math.expm1(x) / x);
    return relative * relative;
  }

  /** The square of a weight's relative error, of that of its exponent. */
  private double relative(double square) {
    double relative = AttentionErrors.relativeError(lambda * Math.sqrt(square)) / lambda;
    return relative * relative;
  }
}
