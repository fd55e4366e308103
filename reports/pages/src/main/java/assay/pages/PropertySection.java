package assay.pages;

import assay.evidence.PropertySummary;
import assay.pages.Document.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A verdict for each property, and for each that fails how to see it fail again. */
final class PropertySection {

  private static final List<String> COLUMNS =
      List.of("Verdict", "Property", "Claim", "Passed", "Failed", "Not run", "Worst headroom");

  private PropertySection() {}

  static Section of(Run run) {
    List<Block> blocks = new ArrayList<>();
    if (run.properties().isEmpty()) {
      blocks.add(new Block.Paragraph("No property was run. ./assay verify runs them."));
    }
    bySubject(run.properties()).forEach((subject, rows) -> blocks.add(table(run, subject, rows)));
    run.properties().stream()
        .filter(property -> property.failed() > 0)
        .forEach(property -> blocks.addAll(FailureBlocks.of(run, property)));
    blocks.addAll(DiagnosisBlocks.of(run.diagnoses()));
    blocks.addAll(EntryBlocks.of(run.entries()));
    return new Section("Verdicts", blocks);
  }

  private static Map<String, List<PropertySummary>> bySubject(List<PropertySummary> properties) {
    Map<String, List<PropertySummary>> groups = new LinkedHashMap<>();
    for (PropertySummary property : properties) {
      String subject = property.operator() + ", kernel " + property.subject();
      groups.computeIfAbsent(subject, name -> new ArrayList<>()).add(property);
    }
    return groups;
  }

  private static Block table(Run run, String subject, List<PropertySummary> properties) {
    return new Block.Table(
        subject
            + ". Headroom is the largest error in units of its budget; 1 is the limit,"
            + " and a dash means that nothing was measured.",
        COLUMNS,
        properties.stream().map(property -> row(run, property)).toList());
  }

  private static List<Cell> row(Run run, PropertySummary property) {
    return List.of(
        verdict(run, property),
        Cell.code(property.property()),
        Cell.of(property.statement()),
        Cell.count(property.passed()),
        Cell.count(property.failed()),
        Cell.count(property.notRun()),
        Cell.figure(property.worstHeadroom()));
  }

  private static Cell verdict(Run run, PropertySummary property) {
    if (property.failed() > 0) {
      return new Cell("FAILED", Tone.FAIL);
    }
    if (run.isBroken(property)) {
      return new Cell("NOT FINISHED", Tone.NOT_RUN);
    }
    return property.passed() > 0
        ? new Cell("PASSED", Tone.PASS)
        : new Cell("NOT RUN", Tone.NOT_RUN);
  }
}
