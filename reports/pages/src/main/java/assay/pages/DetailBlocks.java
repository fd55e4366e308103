package assay.pages;

import assay.evidence.AxisErrors;
import assay.evidence.FailureDetail;
import assay.evidence.WrongElement;
import java.util.ArrayList;
import java.util.List;

/** The smallest failing problem, element by element, and a map of where it is wrong. */
final class DetailBlocks {

  private DetailBlocks() {}

  static List<Block> of(List<String> command, FailureDetail detail) {
    List<Block> blocks = new ArrayList<>();
    if (!detail.reproducer().isEmpty()) {
      blocks.add(new Block.Paragraph("Or from the file that it left:"));
      blocks.add(new Block.Command(Replay.file(command, detail.reproducer())));
    }
    if (!detail.worst().isEmpty()) {
      blocks.add(worst(detail.worst()));
    }
    if (!detail.axes().isEmpty()) {
      blocks.add(axes(detail.axes()));
    }
    return blocks;
  }

  private static Block worst(List<WrongElement> elements) {
    return new Block.Table(
        "The elements farthest over their budgets",
        List.of("Element", "Expected", "Actual", "Error / budget", "Most of the budget is for"),
        elements.stream().map(DetailBlocks::row).toList());
  }

  /** Every digit of the values, since two may differ in the last. */
  private static List<Cell> row(WrongElement element) {
    return List.of(
        Cell.code(element.coordinates()),
        Cell.number(String.valueOf(element.expected())),
        Cell.number(String.valueOf(element.actual())),
        Cell.figure(element.budgets()),
        Cell.of(element.dominatingTerm().isEmpty() ? "–" : element.dominatingTerm()));
  }

  private static Block axes(List<AxisErrors> axes) {
    return new Block.Table(
        "Where the wrong elements lie: · none, ▁ to █ some to all of a stretch of the axis",
        List.of("Tensor", "Axis", "Map", "Where"),
        axes.stream()
            .map(axis ->
                List.of(
                    Cell.code(axis.tensor()),
                    Cell.code(axis.axis()),
                    Cell.code(axis.map()),
                    Cell.of(axis.where())))
            .toList());
  }
}
