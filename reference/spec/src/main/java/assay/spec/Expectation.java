package assay.spec;

import java.util.List;

/**
 * What a subject's result is held against.
 *
 * @param result the exact result, as nearly as binary64 gives it
 * @param budgets one for each tensor of the result, in the same order
 */
public record Expectation(Result result, List<ErrorBudget> budgets) {

  public Expectation {
    budgets = List.copyOf(budgets);
    if (budgets.size() != result.tensors().size()) {
      throw new IllegalArgumentException(
          "%d budgets for %d tensors".formatted(budgets.size(), result.tensors().size()));
    }
  }
}
