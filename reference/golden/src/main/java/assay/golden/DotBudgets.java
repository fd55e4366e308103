package assay.golden;

import assay.spec.DotBound;
import assay.spec.ErrorBudget;
import java.util.function.Function;

/**
 * Sums of products with what their budgets need, all of one shape.
 *
 * @param values Σ x w
 * @param magnitudes Σ |x w|
 * @param squares Σ (x w)²
 */
record DotBudgets(double[] values, double[] magnitudes, double[] squares) {

  /** The same product for each moment. */
  static DotBudgets of(Function<Moment, double[]> product) {
    return new DotBudgets(
        product.apply(Moment.VALUE), product.apply(Moment.MAGNITUDE), product.apply(Moment.SQUARE));
  }

  ErrorBudget budget(DotBound bound) {
    return budget(bound, values.length, values.length);
  }

  /** Of rows of {@code width}, of which those past {@code summed} are copies. */
  ErrorBudget budget(DotBound bound, int summed, int width) {
    ErrorBudget budget = ErrorBudget.ofLength(values.length);
    for (int i = 0; i < values.length; i++) {
      boolean copied = i % width >= summed;
      double value = values[i];
      budget.hard()[i] = copied ? bound.copied(value) : bound.hard(value, magnitudes[i]);
      budget.statistical()[i] =
          copied ? bound.copied(value) : bound.statistical(value, magnitudes[i], squares[i]);
    }
    return budget;
  }
}
