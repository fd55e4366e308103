package assay.spec;

/**
 * max_t G(t) a_t² over the keys of a row: lemma 2 of docs/numerics.md, and lemma 20 for what is
 * worked out exactly.
 */
final class IndependentPeak {

  /** Keys whose spreads are worked out. */
  private static final int EXACT_SPREADS = 16;

  private final double lambda;

  /** What the squares of a score, its spread and its shift cost, and what there is besides. */
  private final double ofScore;

  private final double ofSpread;
  private final double ofShift;
  private final double exp2Square;
  private final WeightGroups groups;
  private final HeavyTerms terms = new HeavyTerms();
  private double[] bounds = {};

  /**
   * Of rows whose groups are in {@code groups}.
   *
   * @param dot of a score's dot product
   */
  IndependentPeak(NumericContract contract, double lambda, SumErrors dot, WeightGroups groups) {
    this.lambda = lambda;
    double roundoff = contract.scores().unitRoundoff();
    this.ofShift = SumErrors.ROUNDED * roundoff * roundoff;
    this.ofScore = dot.variance(1, 0) + ofShift;
    this.ofSpread = dot.variance(0, 1) + ofShift;
    this.exp2Square = contract.exp2RelativeError() * contract.exp2RelativeError();
    this.groups = groups;
  }

  /** The keys of the last row by bounds of G(t) a_t². */
  HeavyTerms terms() {
    return terms;
  }

  double of(AttentionTerms row, double largest) {
    bound(row, largest);
    int highest = highest(row.keys());
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
    for (int t = 0; t < row.keys(); t++) {
      if (bounds[t] > 0) {
        terms.add(bounds[t], row.weights()[t]);
      }
    }
  }

  /** Makes each bound at least G(t) a_t². */
  private void bound(AttentionTerms row, double largest) {
    int keys = row.keys();
    bounds = bounds.length < keys ? new double[keys] : bounds;
    double most = 0;
    for (int t = 0; t < keys; t++) {
      double square = square(row.spreads().squareBound(t), row.scores()[t], largest);
      bounds[t] = square;
      most = square > most ? square : most;
    }
    double growth = growth(lambda * Math.sqrt(most));
    double[] weights = groups.all();
    for (int t = 0; t < keys; t++) {
      bounds[t] *= growth * weights[t];
    }
  }

  private int highest(int keys) {
    int highest = 0;
    double most = bounds[0];
    for (int t = 1; t < keys; t++) {
      if (bounds[t] > most) {
        most = bounds[t];
        highest = t;
      }
    }
    return highest;
  }

  private double exact(AttentionTerms row, double largest, int t) {
    double score = row.scores()[t];
    double spread = row.spreads().square(t);
    double square = square(spread, score, largest);
    return groups.weightOf(t) * relative(square);
  }

  /** What differs from key to key in an exponent, as a sum of squares. */
  private double square(double spreadSquare, double score, double largest) {
    double shift = largest - score;
    return ofScore * score * score + ofSpread * spreadSquare + ofShift * shift * shift + exp2Square;
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
