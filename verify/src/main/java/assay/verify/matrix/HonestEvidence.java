package assay.verify.matrix;

import assay.evidence.HonestSummary;
import assay.spec.Operator;
import java.util.List;

/** An honest run as evidence. */
public final class HonestEvidence {

  private HonestEvidence() {}

  /** A line for each variant and class of lengths. */
  public static List<HonestSummary> of(HonestRun run) {
    return run.groups().stream().map(HonestEvidence::line).toList();
  }

  private static HonestSummary line(HonestRun.Group group) {
    return new HonestSummary(
        kebab(group.operator()),
        group.variant(),
        group.lengths().text(),
        group.problems(),
        group.accusations(),
        group.accused(),
        group.medianHeadroom(),
        group.largestHeadroom());
  }

  private static String kebab(String camel) {
    return Operator.ALL.stream()
        .map(Operator::name)
        .filter(name -> name.camel().equals(camel))
        .findFirst()
        .orElseThrow()
        .kebab();
  }
}
