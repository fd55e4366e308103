package assay.verify;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an element's budget is granted for, clause by clause of the contract: a clause's term is
 * what the budget shrinks by where the clause promises exact arithmetic instead.
 *
 * <p>Terms do not add up to the budget, since clauses meet in products and in roots of sums of
 * squares; the largest is the one that a tighter contract would gain most by.
 *
 * @param <P> the operator's problem
 */
public final class BudgetTerms<P> implements FailureDetails.Terms {

  /** A clause, and the contract without it. */
  private record Clause(String name, NumericContract without) {}

  /**
   * One term.
   *
   * @param clause what it is granted for, with the lemma of docs/numerics.md that says how much
   * @param share of the whole budget, from 0 to 1
   */
  public record Term(String clause, double share) {}

  private final Lemmas lemmas;
  private final Expectation whole;
  private final List<Clause> clauses;
  private final List<Expectation> without;

  /** Of all elements of one problem's result. */
  public BudgetTerms(GoldenOperator<P> operator, P problem, NumericContract contract) {
    this.lemmas = Lemmas.of(operator.operator());
    this.whole = operator.reference().expect(problem, contract);
    this.clauses = clauses(contract);
    this.without =
        clauses.stream().map(c -> operator.reference().expect(problem, c.without)).toList();
  }

  /** The largest term's clause; empty where nothing is granted, or the result has another shape. */
  @Override
  public String dominating(Tensor tensor, int index) {
    List<Term> terms = of(tensor, index);
    return terms.isEmpty() ? "" : terms.getFirst().clause();
  }

  /** The terms of one element, the largest first, without those that are 0. */
  public List<Term> of(Tensor tensor, int index) {
    List<Term> terms = new ArrayList<>();
    int t = place(tensor);
    double budget = t < 0 ? 0 : budget(whole, t, index);
    for (int i = 0; i < clauses.size() && budget > 0; i++) {
      double share = 1 - budget(without.get(i), t, index) / budget;
      if (share > 0) {
        terms.add(new Term(lemmas.name(clauses.get(i).name, tensor.name()), share));
      }
    }
    terms.sort(Comparator.comparingDouble(Term::share).reversed());
    return terms;
  }

  private int place(Tensor tensor) {
    List<Tensor> tensors = whole.result().tensors();
    for (int t = 0; t < tensors.size(); t++) {
      Tensor candidate = tensors.get(t);
      if (candidate.name().equals(tensor.name()) && candidate.axes().equals(tensor.axes())) {
        return t;
      }
    }
    return -1;
  }

  private static double budget(Expectation expected, int t, int index) {
    return expected.budgets().get(t).statistical()[index];
  }

  private static List<Clause> clauses(NumericContract c) {
    FloatFormat exact = FloatFormat.F64;
    Accumulation any = Accumulation.CHAIN;
    return List.of(
        new Clause(
            "scores",
            of(
                c,
                exact,
                c.weights(),
                c.accumulator(),
                c.overFeatures(),
                c.overKeys(),
                c.output(),
                c.lse())),
        new Clause(
            "weights",
            of(
                c,
                c.scores(),
                exact,
                c.accumulator(),
                c.overFeatures(),
                c.overKeys(),
                c.output(),
                c.lse())),
        new Clause("sums", of(c, c.scores(), c.weights(), exact, any, any, c.output(), c.lse())),
        new Clause(
            "output",
            of(
                c,
                c.scores(),
                c.weights(),
                c.accumulator(),
                c.overFeatures(),
                c.overKeys(),
                exact,
                c.lse())),
        new Clause(
            "lse",
            of(
                c,
                c.scores(),
                c.weights(),
                c.accumulator(),
                c.overFeatures(),
                c.overKeys(),
                c.output(),
                exact)),
        new Clause("exponentials", functions(c, 0, c.logAbsoluteError())),
        new Clause("logarithms", functions(c, c.exp2RelativeError(), 0)));
  }

  private static NumericContract functions(NumericContract c, double exp2, double log) {
    return new NumericContract(
        c.scores(),
        c.weights(),
        c.accumulator(),
        c.overFeatures(),
        c.overKeys(),
        c.output(),
        c.lse(),
        exp2,
        log,
        c.keysPerRescale());
  }

  private static NumericContract of(
      NumericContract c,
      FloatFormat scores,
      FloatFormat weights,
      FloatFormat accumulator,
      Accumulation overFeatures,
      Accumulation overKeys,
      FloatFormat output,
      FloatFormat lse) {
    return new NumericContract(
        scores,
        weights,
        accumulator,
        overFeatures,
        overKeys,
        output,
        lse,
        c.exp2RelativeError(),
        c.logAbsoluteError(),
        c.keysPerRescale());
  }
}
