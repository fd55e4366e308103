package assay.golden;

import assay.spec.AttentionRowBound;
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
      PagedMlaDecodeGroup group,
      double[] scores,
      double[] squaredSpreads,
      double[] means,
      double[] moments,
      double[] lses) {
    KeyNorms norms = KeyNorms.of(problem, group.sequence());
    RowArrays row = new RowArrays(norms.count());
    for (int i = 0; i < group.rows(); i++) {
      int resultRow = group.resultRow(i);
      int keys = group.visible(i);
      if (keys > 0 && !Double.isNaN(lses[resultRow])) {
        row.take(group, i, scores, squaredSpreads);
        row.gauge(norms, keys, problem.scale() * queryNorm(resultRow));
        fillRow(row.bound(bound, keys, norms), resultRow, means, moments, lses[resultRow]);
      }
    }
  }

  /** One row's terms, in the bound's order. */
  private record RowArrays(double[] weights, double[] scores, double[] gauges, double[] spreads) {

    RowArrays(int keys) {
      this(new double[keys], new double[keys], new double[keys], new double[keys]);
    }

    void take(PagedMlaDecodeGroup group, int row, double[] allScores, double[] squaredSpreads) {
      for (int t = 0; t < group.visible(row); t++) {
        int at = group.offset(row) + t;
        scores[t] = allScores[at];
        weights[t] = group.weights()[at] / group.sum(row);
        spreads[t] = Math.sqrt(squaredSpreads[at]);
      }
    }

    void gauge(KeyNorms norms, int keys, double queryGauge) {
      for (int t = 0; t < keys; t++) {
        gauges[t] = queryGauge * norms.norm(t);
      }
    }

    AttentionRowBound bound(PagedMlaDecodeBound bound, int keys, KeyNorms norms) {
      return bound.row(weights, scores, gauges, spreads, keys, norms.largestLatent(keys));
    }
  }

  private void fillRow(
      AttentionRowBound row, int resultRow, double[] means, double[] moments, double lseNats) {
    lse.hard()[resultRow] = row.hardLse(lseNats);
    lse.statistical()[resultRow] = row.statisticalLse(lseNats);
    int first = resultRow * problem.latent();
    for (int i = first; i < first + problem.latent(); i++) {
      out.hard()[i] = row.hardOut(means[i], moments[i]);
      out.statistical()[i] = row.statisticalOut(means[i], moments[i]);
    }
  }

  private double queryNorm(int resultRow) {
    int width = problem.width();
    long first = (long) resultRow * width;
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double element = problem.query().get(first + i);
      sum = Math.fma(element, element, sum);
    }
    return Math.sqrt(sum);
  }
}
