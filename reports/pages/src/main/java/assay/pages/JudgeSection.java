package assay.pages;

import assay.evidence.JudgeSummary;
import assay.pages.Document.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What each judge refuses and lets through, and whom it accuses. */
final class JudgeSection {

  private static final List<String> COLUMNS =
      List.of(
          "Judge",
          "Killed",
          "Flaky",
          "Survived",
          "Equivalent",
          "Not applicable",
          "False alarms",
          "Seconds");

  private JudgeSection() {}

  static Section of(Mutants mutants) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(table(mutants, Mutants.PUBLISHED, "with the inputs they are published with"));
    blocks.add(table(mutants, "aimed", "on Assay's problems, in a checker's memory"));
    blocks.add(rules(mutants));
    return new Section("Judges", blocks);
  }

  private static Block table(Mutants mutants, String inputs, String how) {
    return new Block.Table(
        "Planted bugs before judges "
            + how
            + ". A bug is flaky where it is refused with some seeds only, and not applicable where"
            + " the judge tests no such operator. False alarms are correct variants that it"
            + " refused. Seconds are what it would take alone.",
        COLUMNS,
        mutants.judges().stream()
            .filter(judge -> judge.inputs().equals(inputs))
            .map(JudgeSection::row)
            .toList());
  }

  private static List<Cell> row(JudgeSummary judge) {
    return List.of(
        Cell.code(judge.judge()),
        Cell.count(judge.killed()),
        Cell.count(judge.flaky()),
        Cell.count(judge.survived()),
        Cell.count(judge.equivalent()),
        Cell.count(judge.notApplicable()),
        Cell.of(Text.count(judge.falseAlarms()) + " of " + Text.count(judge.honest())),
        Cell.number(String.format(Locale.ROOT, "%.1f", judge.elapsedNanos() / 1e9)));
  }

  private static Block rules(Mutants mutants) {
    return new Block.Table(
        "The rules: x is the expected output, y the actual.",
        List.of("Judge", "Source", "Rule", "Inputs"),
        mutants.judges().stream()
            .filter(JudgeSection::ruled)
            .map(judge ->
                List.of(
                    Cell.code(judge.judge()),
                    Cell.of(judge.source()),
                    Cell.of(judge.rule()),
                    Cell.of(judge.description())))
            .toList());
  }

  /** A rival's rule is the same on Assay's inputs. */
  private static boolean ruled(JudgeSummary judge) {
    return judge.inputs().equals(Mutants.PUBLISHED) || judge.judge().equals(Mutants.ASSAY);
  }
}
