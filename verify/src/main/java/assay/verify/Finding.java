package assay.verify;

import assay.evidence.Outcome;
import java.util.Optional;

/**
 * What came of holding one property against one problem.
 *
 * @param headroomHard largest error in units of the hard budget; NaN where none was measured
 * @param headroomStatistical largest error in units of the statistical budget; NaN likewise
 * @param elements how many were compared
 * @param mismatch both results, where they were compared and differ
 */
public record Finding(
    Outcome outcome,
    double headroomHard,
    double headroomStatistical,
    long elements,
    Optional<Mismatch> mismatch) {

  public Finding(Outcome outcome, double headroomHard, double headroomStatistical, long elements) {
    this(outcome, headroomHard, headroomStatistical, elements, Optional.empty());
  }

  static Finding of(Comparison comparison) {
    return new Finding(
        outcome(comparison),
        comparison.headroomHard(),
        comparison.headroomStatistical(),
        comparison.elements(),
        comparison.withinBudget() ? Optional.empty() : Optional.of(comparison.compared()));
  }

  /** A statement about something else than elements. */
  static Finding held() {
    return new Finding(new Outcome.Pass(), Double.NaN, Double.NaN, 0);
  }

  static Finding failed(String reason) {
    return new Finding(new Outcome.Fail(reason, null), Double.NaN, Double.NaN, 0);
  }

  static Finding notRun(String reason) {
    return new Finding(new Outcome.NotRun(reason), Double.NaN, Double.NaN, 0);
  }

  public boolean failed() {
    return outcome instanceof Outcome.Fail;
  }

  public boolean passed() {
    return outcome instanceof Outcome.Pass;
  }

  private static Outcome outcome(Comparison comparison) {
    if (comparison.withinBudget()) {
      return new Outcome.Pass();
    }
    String reason =
        comparison.provesBug()
            ? "error exceeds the hard budget, which no honest kernel can"
            : "error exceeds the statistical budget";
    return new Outcome.Fail(reason, comparison.worst());
  }
}
