package assay.verify;

import assay.numerics.Elements;
import assay.spec.AbsorbQuery.Problem;
import assay.spec.DecompressHeads;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.Tensor;
import java.util.List;

/**
 * ⟨absorbed q, c ‖ r⟩ = ⟨query, W_UK c ‖ r⟩ for a slot c ‖ r.
 *
 * <p>Budget: Σ_i b_i |c_i| with b_i the worst error of q_i, and Σ_e |query_e| d_e with d_e that of
 * the key, which is the golden model's; sums here are in binary64, whose own error d_e covers
 * twice.
 */
final class AbsorbedScores {

  private final Problem problem;
  private final double[] query;
  private final double[] slot;
  private final double[] keys;
  private final ErrorBudget keyBudget;

  private AbsorbedScores(Problem problem, double[] slot, Expectation keys) {
    this.problem = problem;
    this.query = problem.query().toDoubles();
    this.slot = slot;
    this.keys = keys.result().tensor("k").values();
    this.keyBudget = keys.budgets().getFirst();
  }

  static Finding of(Problem problem, Checks<Problem> checks, long seed) {
    return of(problem, checks, seed, decompression());
  }

  @SuppressWarnings("unchecked")
  private static Reference<DecompressHeads.Problem> decompression() {
    return (Reference<DecompressHeads.Problem>)
        GoldenOperators.of(DecompressHeads.OPERATOR).reference();
  }

  private static Finding of(
      Problem problem, Checks<Problem> checks, long seed, Reference<DecompressHeads.Problem> keys) {
    Gaussian gaussian = new Gaussian(seed, 1);
    double[] slot = new double[problem.width()];
    for (int i = 0; i < slot.length; i++) {
      slot[i] = gaussian.next();
    }
    var held = DecompressHeads.Problem.allHeads(problem.up(), problem.rope(), Elements.of(slot));
    AbsorbedScores scores =
        new AbsorbedScores(problem, slot, keys.expect(held, NumericContract.BINARY64));
    Expectation expected = checks.expect(problem);
    return scores.finding(checks.run(problem), expected.budgets().getFirst());
  }

  private Finding finding(Result result, ErrorBudget queryBudget) {
    double[] absorbed = result.tensor("q").values();
    int rows = problem.tokens() * problem.up().heads();
    double[] wanted = new double[rows];
    double[] found = new double[rows];
    double[] budget = new double[rows];
    for (int row = 0; row < rows; row++) {
      int at = row * problem.width();
      found[row] = dot(absorbed, at, slot, 0, slot.length);
      int query = row * problem.keyWidth();
      int key = row % problem.up().heads() * problem.keyWidth();
      wanted[row] = dot(this.query, query, keys, key, problem.keyWidth());
      budget[row] =
          allowed(queryBudget.hard(), at, slot, 0, slot.length)
              + 2 * allowed(this.query, query, keyBudget.hard(), key, problem.keyWidth())
              + Math.ulp(gauge(at, absorbed)) * slot.length;
    }
    return compare(wanted, found, budget);
  }

  private double gauge(int at, double[] absorbed) {
    return allowed(absorbed, at, slot, 0, slot.length);
  }

  private static Finding compare(double[] wanted, double[] found, double[] budget) {
    Tensor.Axis axis = new Tensor.Axis("row", wanted.length);
    Result expected = Result.of(new Tensor("score", List.of(axis), wanted));
    Result actual = Result.of(new Tensor("score", List.of(axis), found));
    ErrorBudget budgets = new ErrorBudget(budget, budget);
    return Finding.of(Judge.compare(new Expectation(expected, List.of(budgets)), actual));
  }

  private static double dot(double[] a, int aAt, double[] b, int bAt, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += a[aAt + i] * b[bAt + i];
    }
    return sum;
  }

  /** Σ |a_i b_i|. */
  private static double allowed(double[] a, int aAt, double[] b, int bAt, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += Math.abs(a[aAt + i] * b[bAt + i]);
    }
    return sum;
  }
}
