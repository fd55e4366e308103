package assay.pages;

import assay.evidence.CaseVerdict;
import assay.evidence.Outcome;
import assay.evidence.PropertySummary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the cases tell about properties that a crash left without a summary. */
final class BrokenProperties {

  private record Key(String operator, String subject, String property) {}

  private BrokenProperties() {}

  static List<PropertySummary> of(List<PropertySummary> summaries, List<CaseVerdict> cases) {
    Map<Key, List<CaseVerdict>> byProperty = new LinkedHashMap<>();
    for (CaseVerdict verdict : cases) {
      byProperty.computeIfAbsent(key(verdict), key -> new ArrayList<>()).add(verdict);
    }
    summaries.forEach(summary -> byProperty.remove(key(summary)));
    return byProperty.entrySet().stream()
        .map(property -> summary(property.getKey(), property.getValue()))
        .toList();
  }

  private static PropertySummary summary(Key key, List<CaseVerdict> cases) {
    return new PropertySummary(
        key.operator,
        key.subject,
        key.property,
        "The run ended before this property did.",
        count(cases, Outcome.Pass.class),
        count(cases, Outcome.Fail.class),
        count(cases, Outcome.NotRun.class),
        cases.stream()
            .filter(verdict -> verdict.outcome() instanceof Outcome.Fail)
            .map(CaseVerdict::problem)
            .findFirst()
            .orElse(null),
        worst(cases));
  }

  private static double worst(List<CaseVerdict> cases) {
    return cases.stream()
        .mapToDouble(CaseVerdict::headroomStatistical)
        .filter(headroom -> !Double.isNaN(headroom))
        .max()
        .orElse(Double.NaN);
  }

  private static long count(List<CaseVerdict> cases, Class<? extends Outcome> outcome) {
    return cases.stream().filter(verdict -> outcome.isInstance(verdict.outcome())).count();
  }

  private static Key key(CaseVerdict verdict) {
    return new Key(verdict.operator(), verdict.subject(), verdict.property());
  }

  private static Key key(PropertySummary summary) {
    return new Key(summary.operator(), summary.subject(), summary.property());
  }
}
