package assay.pages;

import assay.evidence.CaseVerdict;
import assay.evidence.FailureDetail;
import assay.evidence.Outcome;
import assay.evidence.PropertySummary;
import assay.evidence.WorstElement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One failing property: why, the smallest problem that shows it, and where that one is wrong. */
final class FailureBlocks {

  private FailureBlocks() {}

  static List<Block> of(Run run, PropertySummary property) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Block.Subheading(Cell.of(property.property() + " fails")));
    Optional<CaseVerdict> failure = failure(run.cases(), property);
    failure.ifPresent(verdict -> blocks.add(new Block.Paragraph(reason(property, verdict))));
    String problem = property.smallestFailure();
    if (problem != null) {
      blocks.add(new Block.Paragraph("The smallest problem that fails, run again with:"));
      blocks.add(
          new Block.Command(Replay.command(run.started().command(), property.property(), problem)));
    }
    Optional<FailureDetail> detail = detail(run.details(), property);
    if (detail.isPresent()) {
      blocks.addAll(DetailBlocks.of(run.started().command(), detail.get()));
    } else {
      failure.flatMap(FailureBlocks::worst).ifPresent(worst -> blocks.add(table(worst)));
    }
    return blocks;
  }

  private static Optional<FailureDetail> detail(
      List<FailureDetail> details, PropertySummary property) {
    return details.stream()
        .filter(detail -> detail.operator().equals(property.operator()))
        .filter(detail -> detail.subject().equals(property.subject()))
        .filter(detail -> detail.property().equals(property.property()))
        .findFirst();
  }

  /** The case of the smallest problem, or else the first that failed. */
  private static Optional<CaseVerdict> failure(List<CaseVerdict> cases, PropertySummary property) {
    List<CaseVerdict> failures =
        cases.stream()
            .filter(verdict -> verdict.outcome() instanceof Outcome.Fail)
            .filter(verdict -> verdict.operator().equals(property.operator()))
            .filter(verdict -> verdict.subject().equals(property.subject()))
            .filter(verdict -> verdict.property().equals(property.property()))
            .toList();
    return failures.stream()
        .filter(verdict -> verdict.problem().equals(property.smallestFailure()))
        .findFirst()
        .or(() -> failures.stream().findFirst());
  }

  private static String reason(PropertySummary property, CaseVerdict verdict) {
    return verdict.outcome() instanceof Outcome.Fail(String reason, WorstElement _)
        ? property.statement() + " Here: " + reason + "."
        : property.statement();
  }

  private static Optional<WorstElement> worst(CaseVerdict verdict) {
    return verdict.outcome() instanceof Outcome.Fail(String _, WorstElement worst)
        ? Optional.ofNullable(worst)
        : Optional.empty();
  }

  private static Block table(WorstElement worst) {
    return new Block.Table(
        "The element farthest over its budget",
        List.of("Element", "Expected", "Actual", "Error", "Budget", "Error / budget"),
        List.of(
            List.of(
                Cell.code(worst.coordinates()),
                Cell.number(exact(worst.expected())),
                Cell.number(exact(worst.actual())),
                Cell.figure(worst.error()),
                Cell.figure(worst.budget()),
                Cell.figure(worst.error() / worst.budget()))));
  }

  /** Every digit, since two values may differ in the last. */
  private static String exact(double value) {
    return String.valueOf(value);
  }
}
