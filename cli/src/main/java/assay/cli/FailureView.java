package assay.cli;

import assay.evidence.AxisErrors;
import assay.evidence.DiagnosisFound;
import assay.evidence.FailureDetail;
import assay.evidence.WrongElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A failure in lines of text: its worst elements, and a map of where the others lie. */
final class FailureView {

  private FailureView() {}

  static List<String> lines(FailureDetail detail) {
    List<String> lines = new ArrayList<>();
    detail.worst().forEach(element -> lines.add(line(element)));
    int width = detail.axes().stream().mapToInt(axis -> name(axis).length()).max().orElse(0);
    detail.axes().forEach(axis -> lines.add(line(axis, width)));
    return lines;
  }

  static String line(DiagnosisFound diagnosis) {
    return String.format(
        Locale.ROOT,
        "%s %s: %s; explains %.0f %% of what is wrong in %d %s",
        opening(diagnosis),
        diagnosis.bugClass(),
        diagnosis.title(),
        100 * diagnosis.explained(),
        diagnosis.problems(),
        diagnosis.problems() == 1 ? "problem" : "problems");
  }

  /** Of guesses that explain less than half of what is wrong, about half are right. */
  private static String opening(DiagnosisFound diagnosis) {
    if (diagnosis.rank() > 1) {
      return "or like";
    }
    return diagnosis.explained() < 0.5 ? "it may be, but that is not sure," : "it looks like";
  }

  private static String line(WrongElement element) {
    String term = element.dominatingTerm();
    return String.format(
        Locale.ROOT,
        "%s: expected %s, got %s, %s budgets off%s",
        element.coordinates(),
        element.expected(),
        element.actual(),
        budgets(element.budgets()),
        term.isEmpty() ? "" : "; most of its budget is for " + term);
  }

  private static String budgets(double budgets) {
    return Double.isInfinite(budgets) ? "infinitely many" : "%.3g".formatted(budgets);
  }

  private static String line(AxisErrors axis, int width) {
    return ("%-" + width + "s  %s  %s").formatted(name(axis), axis.map(), axis.where());
  }

  private static String name(AxisErrors axis) {
    return axis.tensor() + " along " + axis.axis();
  }
}
