package assay.pages;

import assay.evidence.Fate;
import assay.evidence.MutantVerdict;
import assay.pages.Document.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The matrix itself: a row for each bug, a column for each judge, operator by operator. */
final class KillSection {

  private KillSection() {}

  static Section of(Mutants mutants) {
    Map<String, List<MutantVerdict>> operators = new LinkedHashMap<>();
    for (MutantVerdict verdict : mutants.verdicts()) {
      if (verdict.inputs().equals(Mutants.PUBLISHED) || verdict.judge().equals(Mutants.ASSAY)) {
        operators.computeIfAbsent(verdict.operator(), name -> new ArrayList<>()).add(verdict);
      }
    }
    List<Block> blocks = new ArrayList<>();
    operators.forEach((operator, verdicts) -> blocks.add(table(operator, verdicts)));
    return new Section("Kill matrix", blocks);
  }

  /** Judges that have an opinion on none of the operator's bugs have no column. */
  private static Block table(String operator, List<MutantVerdict> verdicts) {
    List<String> judges = verdicts.stream().map(MutantVerdict::judge).distinct().toList();
    Map<String, List<MutantVerdict>> bugs = new LinkedHashMap<>();
    verdicts.forEach(
        verdict -> bugs.computeIfAbsent(verdict.bug(), id -> new ArrayList<>()).add(verdict));
    List<String> columns = new ArrayList<>(List.of("Bug", "What is wrong"));
    columns.addAll(judges);
    return new Block.Table(
        operator
            + ": ● killed, ◐ flaky, ○ survived, = equivalent; rivals with the inputs they are"
            + " published with",
        columns,
        bugs.values().stream().map(row -> row(row, judges)).toList());
  }

  private static List<Cell> row(List<MutantVerdict> verdicts, List<String> judges) {
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.code(verdicts.getFirst().bug()));
    cells.add(Cell.of(verdicts.getFirst().title()));
    judges.forEach(judge -> cells.add(cell(verdicts, judge)));
    return cells;
  }

  private static Cell cell(List<MutantVerdict> verdicts, String judge) {
    return verdicts.stream()
        .filter(verdict -> verdict.judge().equals(judge))
        .map(verdict -> cell(verdict.fate()))
        .findFirst()
        .orElse(Cell.of(""));
  }

  private static Cell cell(Fate fate) {
    return switch (fate) {
      case KILLED -> Cell.of("●");
      case FLAKY -> Cell.of("◐");
      case SURVIVED -> Cell.of("○");
      case EQUIVALENT -> Cell.of("=");
    };
  }
}
