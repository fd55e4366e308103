package assay.golden;

import assay.numerics.BFloat16;
import assay.spec.Confidence;
import assay.spec.ErrorBudget;
import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.PagedMlaDecodeBound;
import java.util.List;

/**
 * Error budgets of every row, from the golden model's weights, scores and moments.
 *
 * <p>Empty rows and rows with a NaN must be met exactly: their budget is 0.
 */
final class PagedMlaDecodeBudgets {

  private final Problem problem;
  private final PagedMlaDecodeBound bound;
  private final ErrorBudget out;
  private final ErrorBudget lse;

  PagedMlaDecodeBudgets(Problem problem, NumericContract contract) {
    this.problem = problem;
    this.bound = new PagedMlaDecodeBound(contract, Confidence.RUN, problem.width());
    this.out = ErrorBudget.ofLength(problem.rows() * problem.latent());
    this.lse = ErrorBudget.ofLength(problem.rows());
  }

  /** Of {@code out} and {@code lseNats}. */
  List<ErrorBudget> inOrder() {
    return List.of(out, lse);
  }

  void fill(
      PagedMlaDecodeGroup group, double[] scores, double[] means, double[] moments, double[] lses) {
    KeyNorms norms = KeyNorms.of(problem, group.sequence());
    double[] rowScores = new double[norms.count()];
    double[] weights = new double[norms.count()];
    double[] gauges = new double[norms.count()];
    for (int row = 0; row < group.rows(); row++) {
      int resultRow = group.resultRow(row);
      int keys = group.visible(row);
      if (keys > 0 && !Double.isNaN(lses[resultRow])) {
        double queryGauge = problem.scale() * queryNorm(resultRow);
        for (int t = 0; t < keys; t++) {
          rowScores[t] = scores[group.offset(row) + t];
          weights[t] = group.weights()[group.offset(row) + t] / group.sum(row);
          gauges[t] = queryGauge * norms.norm(t);
        }
        fillRow(
            bound.row(weights, rowScores, gauges, keys, norms.largestLatent(keys)),
            resultRow,
            means,
            moments,
            lses[resultRow]);
      }
    }
  }

  private void fillRow(
      PagedMlaDecodeBound.Row row,
      int resultRow,
      double[] means,
      double[] moments,
      double lseNats) {
    lse.hard()[resultRow] = row.hardLse(lseNats);
    lse.statistical()[resultRow] = row.statisticalLse(lseNats);
    int first = resultRow * problem.latent();
    for (int i = first; i < first + problem.latent(); i++) {
      out.hard()[i] = row.hardOut(means[i], moments[i]);
      out.statistical()[i] = row.statisticalOut(means[i], moments[i]);
    }
  }

  private double queryNorm(int resultRow) {
    double sum = 0;
    for (int i = resultRow * problem.width(); i < (resultRow + 1) * problem.width(); i++) {
      double element = BFloat16.toFloat(problem.query()[i]);
      sum = Math.fma(element, element, sum);
    }
    return Math.sqrt(sum);
  }
}
