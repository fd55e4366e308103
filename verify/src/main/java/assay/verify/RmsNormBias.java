package assay.verify;

import assay.numerics.FloatFormat;
import assay.spec.Confidence;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Result;
import assay.spec.RmsNorm.Problem;
import assay.spec.Tensor;
import java.util.List;

/**
 * The errors of a row that have one sign: Σ_i e_i y_i over Σ_i y_i², which estimates the error of
 * what all its elements share.
 *
 * <p>Budget: what an element may be off but for its rounding to the output's format counts in full,
 * as it may be shared; those roundings are independent, so that with b_i the largest of one their
 * sum Σ b_i y_i stays below λ √Σ (b_i y_i)² (docs/numerics.md, notation).
 */
final class RmsNormBias {

  private final Problem problem;
  private final double[] exact;
  private final double[] actual;
  private final ErrorBudget shared;
  private final double unit;
  private final double flushed;

  private RmsNormBias(Problem problem, Expectation expected, Result actual, FloatFormat output) {
    this.problem = problem;
    this.exact = expected.result().tensor("y").values();
    this.actual = actual.tensor("y").values();
    this.shared = expected.budgets().getFirst();
    this.unit = output.unitRoundoff();
    this.flushed = output.smallestSubnormal();
  }

  static Finding of(Problem problem, Checks<Problem> checks) {
    NumericContract contract = checks.subject().contract();
    Expectation inside = checks.golden().expect(problem, contract.withOutput(FloatFormat.F64));
    return new RmsNormBias(problem, inside, checks.run(problem), contract.output()).finding();
  }

  private Finding finding() {
    int rows = problem.tokens();
    double[] biases = new double[rows];
    ErrorBudget budget = ErrorBudget.ofLength(rows);
    for (int n = 0; n < rows; n++) {
      biases[n] = fill(n, budget);
    }
    Tensor.Axis axis = new Tensor.Axis("n", rows);
    Result none = Result.of(new Tensor("bias", List.of(axis), new double[rows]));
    Result found = Result.of(new Tensor("bias", List.of(axis), biases));
    return Finding.of(Judge.compare(new Expectation(none, List.of(budget)), found));
  }

  /** Σ e_i y_i of one row. */
  private double fill(int n, ErrorBudget budget) {
    double bias = 0;
    double common = 0;
    double worst = 0;
    double squares = 0;
    for (int i = n * problem.width(); i < (n + 1) * problem.width(); i++) {
      double size = Math.abs(exact[i]);
      double rounding = (unit * (size + shared.hard()[i]) + flushed) * size;
      bias += Math.abs(size) == 0 ? 0 : (actual[i] - exact[i]) * exact[i];
      common += shared.hard()[i] * size;
      worst += rounding;
      squares += rounding * rounding;
    }
    budget.hard()[n] = common + worst;
    double independent = Confidence.RUN.lambda() * Math.sqrt(squares);
    budget.statistical()[n] = common + Math.min(worst, independent);
    return Double.isFinite(bias) ? bias : 0;
  }
}
