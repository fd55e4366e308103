package assay.pages;

import assay.evidence.HonestSummary;
import assay.pages.Document.Section;
import java.util.ArrayList;
import java.util.List;

/** Correct variants, and how much of their budgets they use. */
final class HonestSection {

  private HonestSection() {}

  static Section of(List<HonestSummary> honest) {
    if (honest.isEmpty()) {
      return new Section(
          "Correct variants",
          List.of(new Block.Paragraph("None was run at length. ./assay mutants --honest N does.")));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(table(honest));
    honest.stream()
        .filter(one -> one.accusations() > 0)
        .forEach(one -> blocks.add(new Block.Paragraph(one.variant() + ": " + one.accused())));
    return new Section("Correct variants", blocks);
  }

  private static Block table(List<HonestSummary> honest) {
    long problems = honest.stream().mapToLong(HonestSummary::problems).sum();
    long accusations = honest.stream().mapToLong(HonestSummary::accusations).sum();
    return new Block.Table(
        "%s, %s%s. Headroom is a problem's largest error in units of its budget; 1 is the limit."
            .formatted(
                Text.count(problems, "problem"),
                Text.count(accusations, "accusation"),
                likely(accusations, problems)),
        List.of(
            "Operator", "Variant", "Keys", "Problems", "Accusations", "Median headroom", "Largest"),
        honest.stream().map(HonestSection::row).toList());
  }

  private static String likely(long accusations, long problems) {
    if (problems == 0) {
      return "";
    }
    return ", so with %.0f %% confidence no more than one in %s"
        .formatted(
            100 * Proportion.CONFIDENCE,
            Text.count((long) (1 / new Proportion(accusations, problems).atMost())));
  }

  private static List<Cell> row(HonestSummary one) {
    return List.of(
        Cell.of(one.operator()),
        Cell.code(one.variant()),
        Cell.of(one.lengths()),
        Cell.count(one.problems()),
        Cell.count(one.accusations()),
        Cell.figure(one.medianHeadroom()),
        Cell.figure(one.largestHeadroom()));
  }
}
