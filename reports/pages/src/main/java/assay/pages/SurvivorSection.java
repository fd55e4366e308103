package assay.pages;

import assay.evidence.Fate;
import assay.evidence.JudgeSummary;
import assay.evidence.MutantVerdict;
import assay.pages.Document.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** By which property Assay refuses each bug, and by name which bugs each judge lets through. */
final class SurvivorSection {

  private SurvivorSection() {}

  static Section of(Mutants mutants) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(kills(mutants.assay()));
    blocks.add(
        new Block.Table(
            "Bugs that survive, by judge",
            List.of("Judge", "Inputs", "Survivors"),
            mutants.judges().stream().map(judge -> survivors(mutants, judge)).toList()));
    return new Section("Kills and survivors", blocks);
  }

  private static Block kills(List<MutantVerdict> verdicts) {
    return new Block.Table(
        "How Assay refuses each bug: the first property that does, and its problem",
        List.of("Bug", "Operator", "By", "Problem", "Runs"),
        verdicts.stream()
            .map(verdict ->
                List.of(
                    Cell.code(verdict.bug()),
                    Cell.of(verdict.operator()),
                    verdict.fate() == Fate.SURVIVED
                        ? new Cell("SURVIVED", Tone.FAIL)
                        : Cell.of(verdict.by()),
                    Cell.code(verdict.problem()),
                    Cell.count(verdict.runs())))
            .toList());
  }

  private static List<Cell> survivors(Mutants mutants, JudgeSummary judge) {
    String names =
        mutants.verdicts().stream()
            .filter(verdict ->
                verdict.judge().equals(judge.judge())
                    && verdict.inputs().equals(judge.inputs())
                    && verdict.fate() == Fate.SURVIVED)
            .map(MutantVerdict::bug)
            .distinct()
            .collect(Collectors.joining(", "));
    return List.of(
        Cell.code(judge.judge()), Cell.of(judge.inputs()), Cell.of(names.isEmpty() ? "–" : names));
  }
}
