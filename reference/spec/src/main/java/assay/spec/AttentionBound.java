package assay.spec;

/**
 * How far an honest kernel of softmax attention may be from the exact result, for any operator
 * whose rows are out = Σ_t w_t v_t with w the softmax of scale · q·k_t, a sink in the normaliser or
 * not.
 *
 * <p>Lemma numbers refer to docs/numerics.md. The budget of an output element needs only the first
 * two moments of its value under the softmax weights, mean o = Σ_t w_t v_t and second moment Σ_t
 * w_t v_t², besides scalars of its row.
 *
 * <p>Hard budgets suppose nothing but the contract. Statistical budgets suppose that keys with
 * different scores round independently; keys with equal scores are taken to round alike.
 *
 * <p>Not for two threads at once; buffers are kept from one row to the next.
 *
 * <p>Source: Higham, Accuracy and Stability, 2002; statistical form after Higham and Mary, SIAM J.
 * Sci. Comput. 41(5), 2019.
 */
public final class AttentionBound {

  private final NumericContract contract;
  private final double lambda;
  private final int width;
  private final SumErrors dot;
  private final WeightGroups groups = new WeightGroups();
  private final SmallTerms sizes = new SmallTerms();
  private final HeavyKeys heaviest = new HeavyKeys();
  private final HeavyTerms heavy = new HeavyTerms();
  private final IndependentPeak peak;

  /**
   * @param width length of a score's dot product
   */
  public AttentionBound(NumericContract contract, Confidence confidence, int width) {
    this.contract = contract;
    this.lambda = confidence.lambda();
    this.width = width;
    this.dot =
        SumErrors.of(
            contract.overFeatures(), contract.scores(), width, SumErrors.Beside.NOTHING, lambda);
    this.peak = new IndependentPeak(contract, lambda, dot, groups);
  }

  /** The budget of one row. */
  public AttentionRowBound row(AttentionTerms terms) {
    ScoreMaxima maxima = ScoreMaxima.of(terms, contract.keysPerRescale());
    double largest = maxima.largest();
    groups.begin(terms.weights(), terms.keys());
    double independent = peak.of(terms, largest);
    heaviest.begin(terms, groups);
    AttentionErrors errors =
        new AttentionErrors(groups, sizes, heaviest, heavy, peak.terms(), independent);
    ExponentErrors exponents = ExponentErrors.of(contract, dot, terms, maxima);
    errors.add(terms, exponents, groups);
    double alike = alike(terms, maxima.heaviest());
    return new AttentionRowBound(contract, lambda, dot, alike, errors, terms, maxima);
  }

  /** What the sum of the heaviest key's score may be off by where its products are alike. */
  private double alike(AttentionTerms terms, int key) {
    return dot.alike(terms.scores()[key], terms.spreads().square(key), width);
  }

  static double rescalings(NumericContract contract, int count) {
    return Math.ceilDiv(count, contract.keysPerRescale());
  }
}
