package assay.golden;

import assay.spec.AttentionBound;
import assay.spec.AttentionRowBound;
import assay.spec.AttentionTerms;
import assay.spec.Confidence;
import assay.spec.ErrorBudget;
import assay.spec.NumericContract;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Error budgets of every row of an attention operator, from weights, scores and moments.
 *
 * <p>Empty rows and rows with a NaN must be met exactly: their budget is 0. Under a sink of +∞ the
 * result is a zero of either sign.
 */
final class AttentionBudgets {

  private final AttentionShape shape;
  private final NumericContract contract;
  private final AttentionBound bound;
  private final ErrorBudget out;
  private final ErrorBudget lse;

  AttentionBudgets(AttentionShape shape, NumericContract contract) {
    this.shape = shape;
    this.contract = contract;
    this.bound = new AttentionBound(contract, Confidence.RUN, shape.keyWidth());
    this.out = ErrorBudget.ofLength(shape.elements());
    this.lse = ErrorBudget.ofLength(shape.rows());
  }

  /** Of {@code out} and {@code lseNats}. */
  List<ErrorBudget> inOrder() {
    return List.of(out, lse);
  }

  void fill(
      AttentionPass pass, AttentionMoments moments, double[] scores, double[] squaredSpreads) {
    AttentionGroup group = pass.group();
    AttentionNorms norms = AttentionNorms.of(group, shape);
    for (int row = 0; row < group.rows(); row++) {
      int resultRow = group.resultRow(row);
      double lseNats = moments.lse()[resultRow];
      if (group.visible(row) > 0 && !Double.isNaN(lseNats)) {
        RowTerms terms = RowTerms.of(pass, row, scores, squaredSpreads);
        terms.gauge(norms, shape.scale() * norms.query(row));
        AttentionRowBound alone = bound.row(terms.alone(norms));
        lse.hard()[resultRow] = alone.hardLse(lseNats);
        lse.statistical()[resultRow] = alone.statisticalLse(lseNats);
        fillOut(outBound(terms, alone, pass, row, norms), resultRow, moments);
      }
    }
  }

  /** Empty under a sink of +∞. */
  private Optional<AttentionRowBound> outBound(
      RowTerms terms, AttentionRowBound alone, AttentionPass pass, int row, AttentionNorms norms) {
    double sink = pass.group().sink(row);
    if (sink == Double.POSITIVE_INFINITY) {
      return Optional.empty();
    }
    boolean none = sink == Double.NEGATIVE_INFINITY;
    return Optional.of(none ? alone : bound.row(terms.besideSink(pass, row, norms)));
  }

  private void fillOut(Optional<AttentionRowBound> row, int resultRow, AttentionMoments moments) {
    int first = resultRow * shape.valueWidth();
    double zero = contract.output().smallestSubnormal();
    for (int i = first; i < first + shape.valueWidth(); i++) {
      double mean = moments.first()[i];
      double second = moments.second()[i];
      if (!Double.isNaN(mean)) {
        out.hard()[i] = row.map(bounds -> bounds.hardOut(mean, second)).orElse(zero);
        out.statistical()[i] = row.map(bounds -> bounds.statisticalOut(mean, second)).orElse(zero);
      }
    }
  }

  /** One row's terms, with room for a sink after the keys. */
  private record RowTerms(
      int keys, double[] weights, double[] scores, double[] gauges, double[] spreads) {

    static RowTerms of(AttentionPass pass, int row, double[] scores, double[] squaredSpreads) {
      int keys = pass.group().visible(row);
      int at = pass.offset(row);
      RowTerms terms =
          new RowTerms(
              keys,
              new double[keys + 1],
              Arrays.copyOfRange(scores, at, at + keys + 1),
              new double[keys + 1],
              new double[keys + 1]);
      for (int t = 0; t < keys; t++) {
        terms.weights[t] = pass.weightAmongKeys(row, t);
        terms.spreads[t] = Math.sqrt(squaredSpreads[at + t]);
      }
      return terms;
    }

    void gauge(AttentionNorms norms, double queryGauge) {
      for (int t = 0; t < keys; t++) {
        gauges[t] = queryGauge * norms.key(t);
      }
    }

    AttentionTerms alone(AttentionNorms norms) {
      return terms(false, norms);
    }

    /** Overwrites the weights with those beside the sink. */
    AttentionTerms besideSink(AttentionPass pass, int row, AttentionNorms norms) {
      for (int t = 0; t < keys; t++) {
        weights[t] = pass.weight(row, t);
      }
      weights[keys] = pass.sinkWeight(row);
      scores[keys] = pass.group().sink(row);
      return terms(true, norms);
    }

    private AttentionTerms terms(boolean sink, AttentionNorms norms) {
      return new AttentionTerms(
          weights, scores, gauges, spreads, keys, sink, norms.largestValue(keys));
    }
  }
}
