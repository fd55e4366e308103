package assay.pages;

import assay.evidence.DiagnosisFound;
import java.util.List;

/** What the subject may have done instead. */
final class DiagnosisBlocks {

  private DiagnosisBlocks() {}

  static List<Block> of(List<DiagnosisFound> diagnoses) {
    return diagnoses.isEmpty()
        ? List.of()
        : List.of(
            new Block.Subheading(Cell.of("What it looks like")),
            new Block.Paragraph(
                "Mistakes whose results, computed in binary64, agree with the subject's; the best"
                    + " guess first. A guess is no proof."),
            new Block.Table(
                "Explained is the share of what is wrong that the mistake accounts for",
                List.of("Class", "Mistake", "Explained", "Problems"),
                diagnoses.stream().map(DiagnosisBlocks::row).toList()));
  }

  private static List<Cell> row(DiagnosisFound diagnosis) {
    return List.of(
        Cell.code(diagnosis.bugClass()),
        Cell.of(diagnosis.title()),
        Cell.number(Text.percent(diagnosis.explained())),
        Cell.count(diagnosis.problems()));
  }
}
