package assay.verify;

import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Result;
import assay.spec.RotaryEmbedding.Problem;
import assay.spec.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * ⟨y_p, z_s⟩ = ⟨y_{p+d}, z_{s+d}⟩ of neighbouring tokens, for small positions.
 *
 * <p>Budget: with a and b the worst errors of two factors y and z, their product is off by at most
 * a|z| + |y|b + ab; both sides are.
 */
final class RotaryShift {

  private static final int FARTHEST = 100;

  private RotaryShift() {}

  static Finding of(Problem problem, Checks<Problem> checks, long seed) {
    int[] positions = new int[problem.tokens()];
    Arrays.setAll(positions, n -> 3 * n);
    int shift = (int) Math.floorMod(seed, (long) FARTHEST);
    int[] shifted = Arrays.stream(positions).map(position -> position + shift).toArray();
    Problem near = RotaryEmbeddingProperties.at(problem, positions);
    Problem far = RotaryEmbeddingProperties.at(problem, shifted);
    Products products = new Products(problem);
    double[] budget = products.budgets(checks.expect(near));
    double[] other = products.budgets(checks.expect(far));
    Arrays.setAll(budget, n -> budget[n] + other[n]);
    ErrorBudget both = new ErrorBudget(budget, budget);
    Expectation expected = new Expectation(products.of(checks.run(near)), List.of(both));
    return Finding.of(Judge.compare(expected, products.of(checks.run(far))));
  }

  /** Of head 0 of each token and of the next. */
  private record Products(Problem problem) {

    Result of(Result result) {
      double[] y = result.tensor("y").values();
      double[] products = new double[count()];
      Arrays.setAll(products, n -> sum(n, (a, b) -> y[a] * y[b]));
      Tensor.Axis axis = new Tensor.Axis("n", count());
      return Result.of(new Tensor("product", List.of(axis), products));
    }

    double[] budgets(Expectation expected) {
      double[] y = expected.result().tensor("y").values();
      double[] off = expected.budgets().getFirst().hard();
      double[] budgets = new double[count()];
      Arrays.setAll(
          budgets,
          n ->
              sum(
                  n,
                  (a, b) -> off[a] * Math.abs(y[b]) + Math.abs(y[a]) * off[b] + off[a] * off[b]));
      return budgets;
    }

    private int count() {
      return Math.max(0, problem.tokens() - 1);
    }

    private double sum(int n, Term term) {
      int width = problem.rope().width();
      int row = problem.heads() * width;
      double sum = 0;
      for (int i = 0; i < width; i++) {
        sum += term.of(n * row + i, (n + 1) * row + i);
      }
      return sum;
    }
  }

  /** Of a feature of one token and of the next. */
  @FunctionalInterface
  private interface Term {
    double of(int first, int second);
  }
}
