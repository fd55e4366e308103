package assay.verify;

import assay.spec.ErrorBudget;
import assay.spec.Expectation;
import assay.spec.Reference;
import assay.spec.Result;
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
    if (subject.bitwise()) {
      return sameBits(first, second);
    }
    List<ErrorBudget> budgets = expect(problem).budgets();
    return Finding.of(Judge.compare(new Expectation(first, budgets), second, 2));
  }

  static Finding sameBits(Result first, Result second) {
    List<ErrorBudget> none =
        first.tensors().stream().map(t -> ErrorBudget.ofLength(t.values().length)).toList();
    return Finding.of(Judge.compare(new Expectation(first, none), second));
  }
}
