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
  private final KeyLoops loops;

  /**
   * @param width length of a score's dot product
   * @param loops the bits are the same with any
   */
  public AttentionBound(
      NumericContract contract, Confidence confidence, int width, KeyLoops loops) {
    this.contract = contract;
    this.lambda = confidence.lambda();
    this.width = width;
    this.dot =
        SumErrors.of(
            contract.overFeatures(), contract.scores(), width, SumErrors.Beside.NOTHING, lambda);
    this.peak = new IndependentPeak(contract, lambda, dot, groups, loops);
    this.loops = loops;
  }

  /** The budget of one row. */
  public AttentionRowBound row(AttentionTerms terms) {
    ScoreMaxima maxima = ScoreMaxima.of(terms, contract.keysPerRescale(), loops);
    groups.begin(terms.weights(), terms.keys());
    double independent = peak.of(terms, maxima.largest());
    heaviest.begin(terms, groups);
    heaviest.gatherOthers(terms, groups, heavy);
    AttentionErrors errors =
        new AttentionErrors(
            terms, groups, sizes, heaviest, heavy, peak.terms(), independent, sums(terms, maxima));
    double alike = alike(terms, maxima.heaviest());
    return new AttentionRowBound(contract, lambda, dot, alike, errors, terms, maxima);
  }

  private ErrorSums sums(AttentionTerms terms, ScoreMaxima maxima) {
    ExponentErrors exponents = ExponentErrors.of(contract, dot, terms, maxima);
    double largest = maxima.largest();
    ExponentForm worst = exponents.worst();
    ErrorSums sums = new ErrorSums(terms, largest, worst.of(terms.gauges()), exponents.coherent());
    loops.add(sums);
    if (terms.sink()) {
      double score = terms.scores()[terms.keys()];
      double coherent = exponents.coherentOfSink().of(score, largest, 0);
      double weight = terms.weights()[terms.keys()];
      sums.addSink(weight, largest - score, worst.of(score, largest, 0), coherent);
    }
    return sums;
  }

  /** What the sum of the heaviest key's score may be off by where its products are alike. */
  private double alike(AttentionTerms terms, int key) {
    return dot.alike(terms.scores()[key], terms.spreads().square(key), width);
  }

  static double rescalings(NumericContract contract, int count) {
    return Math.ceilDiv(count, contract.keysPerRescale());
  }
}
