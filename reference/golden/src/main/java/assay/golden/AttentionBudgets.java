package assay.golden;

import assay.spec.AttentionBound;
import assay.spec.AttentionRowBound;
import assay.spec.Confidence;
import assay.spec.ErrorBudget;
import assay.spec.NumericContract;
import assay.spec.ValueMoments;
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
  private final Confidence confidence;
  private final ErrorBudget out;
  private final ErrorBudget lse;

  AttentionBudgets(AttentionShape shape, NumericContract contract, Confidence confidence) {
    this.shape = shape;
    this.contract = contract;
    this.confidence = confidence;
    this.out = ErrorBudget.ofLength(shape.elements());
    this.lse = ErrorBudget.ofLength(shape.rows());
  }

  /** Of {@code out} and {@code lseNats}. */
  List<ErrorBudget> inOrder() {
    return List.of(out, lse);
  }

  void fill(AttentionPass pass, AttentionMoments moments) {
    AttentionGroup group = pass.group();
    AttentionBound bound =
        new AttentionBound(contract, confidence, shape.keyWidth(), pass.lanes().keyLoops());
    RowTerms terms = new RowTerms(pass, shape);
    HeaviestValues heaviest = new HeaviestValues(shape);
    for (int row = 0; row < group.rows(); row++) {
      int resultRow = group.resultRow(row);
      double lseNats = moments.lse()[resultRow];
      if (group.visible(row) > 0 && !Double.isNaN(lseNats)) {
        terms.begin(row);
        AttentionRowBound alone = bound.row(terms.alone());
        lse.hard()[resultRow] = alone.hardLse(lseNats);
        lse.statistical()[resultRow] = alone.statisticalLse(lseNats);
        pass.normaliser(row);
        Optional<AttentionRowBound> ofOut = outBound(bound, terms, alone, group.sink(row));
        ofOut.ifPresent(one -> heaviest.begin(group, one.heaviest()));
        fillOut(ofOut, heaviest, pass, row, moments);
      }
    }
  }

  /** Empty under a sink of +∞. */
  private static Optional<AttentionRowBound> outBound(
      AttentionBound bound, RowTerms terms, AttentionRowBound alone, double sink) {
    if (sink == Double.POSITIVE_INFINITY) {
      return Optional.empty();
    }
    boolean none = sink == Double.NEGATIVE_INFINITY;
    return Optional.of(none ? alone : bound.row(terms.besideSink()));
  }

  private void fillOut(
      Optional<AttentionRowBound> bounds,
      HeaviestValues heaviest,
      AttentionPass pass,
      int row,
      AttentionMoments moments) {
    int first = pass.group().resultRow(row) * shape.valueWidth();
    double zero = contract.output().smallestSubnormal();
    for (int d = 0; d < shape.valueWidth(); d++) {
      int i = first + d;
      double mean = moments.first()[i];
      if (!Double.isNaN(mean)) {
        out.hard()[i] = zero;
        out.statistical()[i] = zero;
        if (bounds.isPresent()) {
          ValueMoments value =
              new ValueMoments(
                  mean, moments.second()[i], pass.path(row, d), pass.norms().plainMean(d));
          double hard = bounds.get().hardOut(value);
          out.hard()[i] = hard;
          out.statistical()[i] = bounds.get().statisticalOut(value, heaviest.of(d), hard);
        }
      }
    }
  }
}
