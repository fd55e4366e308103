package assay.verify;

import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Result;
import assay.spec.Rope;
import assay.spec.RotaryEmbedding.Problem;
import assay.spec.Tensor;
import java.util.List;

/**
 * y_first² + y_second² = m² (x_first² + x_second²), whatever the angle.
 *
 * <p>Budget: at position 0 no angle is in error, and the budgets of a pair add up to B, at least
 * what products and rounding cost for its radius r. At any other position each feature's products
 * are at most √2 as large, so it is off by at most √2 B beside the angle's error, which turns the
 * pair and leaves its length; so the squares are off by at most 2 · √2 r · √2 B + 2 · (√2 B)².
 */
final class RotaryNorms {

  private RotaryNorms() {}

  static Finding of(Problem problem, Checks<Problem> checks) {
    Problem still = RotaryEmbeddingProperties.at(problem, new int[problem.tokens()]);
    Expectation expected = checks.expect(still);
    double[] wanted = squares(problem, expected.result());
    double[] found = squares(problem, checks.run(problem));
    double[] budget = budgets(problem, expected.budgets().getFirst().hard(), wanted);
    Tensor.Axis axis = new Tensor.Axis("pair", wanted.length);
    Result exact = Result.of(new Tensor("squares", List.of(axis), wanted));
    Result actual = Result.of(new Tensor("squares", List.of(axis), found));
    ErrorBudget both = new ErrorBudget(budget, budget);
    return Finding.of(Judge.compare(new Expectation(exact, List.of(both)), actual));
  }

  private static double[] squares(Problem problem, Result result) {
    double[] y = result.tensor("y").values();
    double[] squares = new double[y.length / 2];
    for (int pair = 0; pair < squares.length; pair++) {
      double first = y[first(problem.rope(), pair)];
      double second = y[second(problem.rope(), pair)];
      squares[pair] = first * first + second * second;
    }
    return squares;
  }

  private static double[] budgets(Problem problem, double[] still, double[] squares) {
    double[] budgets = new double[squares.length];
    for (int pair = 0; pair < budgets.length; pair++) {
      double both = still[first(problem.rope(), pair)] + still[second(problem.rope(), pair)];
      budgets[pair] = 4 * both * (Math.sqrt(squares[pair]) + both);
    }
    return budgets;
  }

  private static int first(Rope rope, int pair) {
    return pair / rope.pairs() * rope.width()
        + rope.pairing().first(pair % rope.pairs(), rope.width());
  }

  private static int second(Rope rope, int pair) {
    return pair / rope.pairs() * rope.width()
        + rope.pairing().second(pair % rope.pairs(), rope.width());
  }
}
