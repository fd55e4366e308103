package assay.verify.diagnosis;

import assay.spec.Expectation;
import assay.spec.Reference;
import assay.spec.Result;
import assay.spec.Tensor;
import assay.spec.UnsupportedProblem;
import assay.verify.Subject;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * What a subject made of one problem, run twice.
 *
 * @param <P> the operator's problem
 * @param message what it threw; empty where it gave results
 */
record Sample<P>(
    P problem,
    Expectation expected,
    Optional<Result> actual,
    Optional<Result> again,
    String message) {

  /** Empty where the subject does not take the problem. */
  static <P> Optional<Sample<P>> of(P problem, Subject<P> subject, Reference<P> golden) {
    Expectation expected = golden.expect(problem, subject.contract());
    try {
      Result actual = subject.implementation().run(problem);
      Result again = subject.implementation().run(problem);
      return Optional.of(
          new Sample<>(problem, expected, Optional.of(actual), Optional.of(again), ""));
    } catch (UnsupportedProblem e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(
          new Sample<>(
              problem,
              expected,
              Optional.empty(),
              Optional.empty(),
              String.valueOf(e.getMessage())));
    }
  }

  /** The elements over budget, tensor by tensor; none where there is no result. */
  List<BitSet> wrong() {
    List<BitSet> wrong = new ArrayList<>();
    for (int t = 0; t < expected.result().tensors().size(); t++) {
      BitSet set = new BitSet();
      for (int i = 0; actual.isPresent() && i < tensor(t).values().length; i++) {
        set.set(i, !isNear(golden(t, i), actual(t, i), budget(t, i)));
      }
      wrong.add(set);
    }
    return wrong;
  }

  boolean failed() {
    return actual.isEmpty() || wrong().stream().anyMatch(set -> !set.isEmpty());
  }

  /** Whether two runs of the same problem gave different bits. */
  boolean drifts() {
    return actual.isPresent() && again.isPresent() && !bits(actual.get()).equals(bits(again.get()));
  }

  double golden(int t, int i) {
    return tensor(t).values()[i];
  }

  double actual(int t, int i) {
    return actual.orElseThrow().tensors().get(t).values()[i];
  }

  double budget(int t, int i) {
    return expected.budgets().get(t).statistical()[i];
  }

  Tensor tensor(int t) {
    return expected.result().tensors().get(t);
  }

  int tensors() {
    return expected.result().tensors().size();
  }

  /** Within {@code allowed}, or both NaN, or the same infinity. */
  static boolean isNear(double first, double second, double allowed) {
    return Double.compare(first, second) == 0
        || first == second
        || Math.abs(first - second) <= allowed;
  }

  private static List<Long> bits(Result result) {
    List<Long> bits = new ArrayList<>();
    for (Tensor tensor : result.tensors()) {
      for (double value : tensor.values()) {
        bits.add(Double.doubleToLongBits(value));
      }
    }
    return bits;
  }
}
