package assay.bench.peers;

import assay.numerics.FloatFormat;
import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Tensor;

/**
 * How one tensor of a peer's compares with the golden model's.
 *
 * @param name of the tensor
 * @param worst its largest error, in statistical budgets
 * @param where that is
 */
record Agreement(String name, double worst, String where) {

  /**
   * Compares {@code actual} with the tensor {@code name}. In binary64 both sides err, so that two
   * budgets are allowed (docs/numerics.md, lemma 7).
   */
  static Agreement of(Expectation golden, FloatFormat format, String name, double[] actual) {
    Tensor expected = golden.result().tensor(name);
    ErrorBudget budget = golden.budgets().get(golden.result().tensors().indexOf(expected));
    int budgets = format == FloatFormat.F64 ? 2 : 1;
    double worst = 0;
    int at = 0;
    for (int i = 0; i < actual.length; i++) {
      double error = headroom(actual[i], expected.values()[i], budgets * budget.statistical()[i]);
      if (!(error <= worst)) {
        worst = error;
        at = i;
      }
    }
    return new Agreement(name, worst, expected.describe(at));
  }

  boolean holds() {
    return worst <= 1;
  }

  /** 0 where both are the same, NaN and infinities too; NaN where only one is a number. */
  private static double headroom(double actual, double expected, double budget) {
    return Double.compare(actual, expected) == 0 ? 0 : Math.abs(actual - expected) / budget;
  }

  /**
   * Passes where it {@link #holds}.
   *
   * @throws IllegalStateException if a peer's answer is wrong
   */
  void require(String peer) {
    if (!holds()) {
      throw new IllegalStateException(
          "%s is %s budgets from the golden %s".formatted(peer, worst, where));
    }
  }
}
