package assay.spec;

/**
 * max_t G(t) a_t² over the keys of a row: lemma 2 of docs/numerics.md, and lemma 20 for what is
 * worked out exactly.
 */
final class IndependentPeak {

  /** Keys whose spreads are worked out. */
  private static final int EXACT_SPREADS = 16;

  private final double lambda;

  private final SquareForm form;
  private final WeightGroups groups;
  private final KeyLoops loops;
  private final HeavyTerms terms = new HeavyTerms();
  private double[] bounds = {};

  /**
   * Of rows whose groups are in {@code groups}.
   *
   * @param dot of a score's dot product
   */
  IndependentPeak(
      NumericContract contract, double lambda, SumErrors dot, WeightGroups groups, KeyLoops loops) {
    this.lambda = lambda;
    this.form = form(contract, dot);
    this.groups = groups;
    this.loops = loops;
  }

  private static SquareForm form(NumericContract contract, SumErrors dot) {
    double roundoff = contract.scores().unitRoundoff();
    double rounded = SumErrors.ROUNDED * roundoff * roundoff;
    double exp2 = contract.exp2RelativeError();
    return new SquareForm(
        dot.variance(1, 0) + rounded, dot.variance(0, 1) + rounded, rounded, exp2 * exp2);
  }

  /** The keys of the last row by bounds of G(t) a_t². */
  HeavyTerms terms() {
    return terms;
  }

  double of(AttentionTerms row, double largest) {
    bound(row, largest);
    int highest = ScoreMaxima.first(bounds, loops.largest(bounds, 0, row.keys()));
    gather(row, bounds[highest]);
    double peak = exact(row, largest, highest);
    int left = EXACT_SPREADS - 1;
    for (int t = 0; t < row.keys(); t++) {
      if (bounds[t] > peak && t != highest) {
        peak = Math.max(peak, left > 0 ? exact(row, largest, t) : bounds[t]);
        left--;
      }
    }
    return peak;
  }

  private void gather(AttentionTerms row, double most) {
    terms.begin(most);
    terms.add(bounds, row.weights(), 0, row.keys());
  }

  /** Makes each bound at least G(t) a_t², which is 0 where nothing is weighed. */
  private void bound(AttentionTerms row, double largest) {
    int keys = row.keys();
    bounds = bounds.length < keys ? new double[keys] : bounds;
    double[] weights = groups.all();
    double all = loops.squares(form, row, largest, bounds);
    double most = all < Double.POSITIVE_INFINITY ? all : mostWeighed(weights, keys);
    double growth = growth(lambda * Math.sqrt(most));
    for (int t = 0; t < keys; t++) {
      bounds[t] = weights[t] > 0 ? bounds[t] * growth * weights[t] : 0;
    }
  }

  /** A score of −∞ is infinitely far, and weighs nothing. */
  private double mostWeighed(double[] weights, int keys) {
    double most = 0;
    for (int t = 0; t < keys; t++) {
      most = weights[t] > 0 ? Math.max(most, bounds[t]) : most;
    }
    return most;
  }

  private double exact(AttentionTerms row, double largest, int t) {
    double square = form.of(row.scores()[t], largest, row.spreads().square(t));
    return groups.weightOf(t) * relative(square);
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
    double relative = ErrorSums.relative(lambda * Math.sqrt(square)) / lambda;
    return relative * relative;
  }
}
