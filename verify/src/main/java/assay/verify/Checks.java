package assay.verify;

import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The comparisons that properties are made of.
 *
 * @param <P> the operator's problem
 */
record Checks<P>(Subject<P> subject, Reference<P> golden) {

  /** One run of the subject. */
  Result run(P problem) {
    return subject.implementation().run(problem);
  }

  /** Every element is within its budget of the golden model. */
  Finding againstGolden(P problem) {
    return Finding.of(Judge.compare(expect(problem), run(problem)));
  }

  Expectation expect(P problem) {
    return golden.expect(problem, subject.contract());
  }

  /**
   * Two results for problems that are the same as {@code problem}: of the same bits where the
   * subject promises that, else no further apart than each may be from the exact result.
   */
  Finding sameResult(P problem, Result first, Result second) {
    return subject.bitwise() ? sameBits(first, second) : nearResult(problem, first, second);
  }

  /**
   * As {@link #sameResult}, of what no subject promises the same bits for: another order of sums.
   */
  Finding nearResult(P problem, Result first, Result second) {
    List<ErrorBudget> budgets = expect(problem).budgets();
    return Finding.of(Judge.compare(new Expectation(first, budgets), second, 2));
  }

  /**
   * That {@code scaled}, a problem whose result is {@code problem}'s times {@code factor}, has it:
   * each within its own budget.
   */
  Finding scaledResult(P problem, P scaled, double factor) {
    List<ErrorBudget> before = expect(problem).budgets();
    List<ErrorBudget> after = expect(scaled).budgets();
    List<ErrorBudget> both = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      both.add(
          new ErrorBudget(
              sum(before.get(i).hard(), Math.abs(factor), after.get(i).hard()),
              sum(before.get(i).statistical(), Math.abs(factor), after.get(i).statistical())));
    }
    Result expected = Numbers.map(run(problem), value -> value * factor);
    return Finding.of(Judge.compare(new Expectation(expected, both), run(scaled)));
  }

  private static double[] sum(double[] first, double factor, double[] second) {
    double[] sum = new double[first.length];
    Arrays.setAll(sum, i -> first[i] * factor + second[i]);
    return sum;
  }

  static Finding sameBits(Result first, Result second) {
    List<ErrorBudget> none =
        first.tensors().stream().map(t -> ErrorBudget.ofLength(t.values().length)).toList();
    return Finding.of(Judge.compare(new Expectation(first, none), second));
  }
}
