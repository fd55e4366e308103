package assay.verify;

import assay.evidence.FailureDetail;
import assay.evidence.WrongElement;
import assay.spec.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A failure as evidence: its worst elements, and where they lie. */
public final class FailureDetails {

  /** How many elements are told. */
  private static final int WORST = 5;

  /** What most of an element's budget is granted for; empty where that is not known. */
  @FunctionalInterface
  public interface Terms {
    String dominating(Tensor tensor, int index);
  }

  /** One element over its budget. */
  private record Wrong(int tensor, int index, double budgets) {}

  private FailureDetails() {}

  /**
   * What a report shows of a failure.
   *
   * @param reproducer relative to the run's folder; empty where none was written
   */
  public static FailureDetail of(
      String operator, String subject, Failure<?> failure, String reproducer, Terms terms) {
    return new FailureDetail(
        operator,
        subject,
        failure.property().name(),
        failure.smallest().toString(),
        reproducer,
        failure.finding().mismatch().map(mismatch -> worst(mismatch, terms)).orElse(List.of()),
        failure.finding().mismatch().map(ErrorMap::of).orElse(List.of()));
  }

  private static List<WrongElement> worst(Mismatch mismatch, Terms terms) {
    List<Wrong> wrong = new ArrayList<>();
    for (int t = 0; t < mismatch.expected().result().tensors().size(); t++) {
      int tensor = t;
      ErrorMap.wrong(mismatch, t).stream()
          .mapToObj(i -> new Wrong(tensor, i, mismatch.headroom(tensor, i)))
          .forEach(wrong::add);
    }
    return wrong.stream()
        .sorted(Comparator.comparingDouble(Wrong::budgets).reversed())
        .limit(WORST)
        .map(element -> element(mismatch, element, terms))
        .toList();
  }

  private static WrongElement element(Mismatch mismatch, Wrong wrong, Terms terms) {
    Tensor wanted = mismatch.expected().result().tensors().get(wrong.tensor);
    Tensor found = mismatch.actual().tensors().get(wrong.tensor);
    return new WrongElement(
        wanted.describe(wrong.index),
        wanted.values()[wrong.index],
        found.values()[wrong.index],
        wrong.budgets,
        terms.dominating(wanted, wrong.index));
  }
}
