package assay.pages;

import assay.pages.Document.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * How far below its budget the error stays, over all cases, and whether that drifts with length.
 */
final class HeadroomSection {

  private static final String TITLE = "Headroom";

  private HeadroomSection() {}

  static Section of(Run run) {
    Headrooms headrooms = Headrooms.of(run.cases());
    if (headrooms.cases().isEmpty()) {
      return new Section(
          TITLE,
          List.of(
              new Block.Paragraph("Not run: no case of " + Headrooms.PROPERTY + " was measured.")));
    }
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Paragraph(
            "The largest error of each case, in units of the statistical budget that is derived"
                + " for that very element. A kernel that is right stays at or below 1, at every"
                + " length; a budget that is tight is well used."));
    blocks.add(distribution(headrooms));
    List<LengthBand> bands = LengthBand.of(headrooms.withLength());
    if (!bands.isEmpty()) {
      blocks.add(byLength(headrooms, bands));
    }
    return new Section(TITLE, blocks);
  }

  private static Block distribution(Headrooms headrooms) {
    Histogram histogram = Histogram.of(headrooms.values());
    String caption = caption(headrooms);
    return new Block.Figure(
        HistogramChart.draw(histogram, caption),
        caption,
        new Block.Table(
            "Cases by headroom",
            List.of("Headroom", "Cases", "Share at or below"),
            rows(histogram)));
  }

  private static List<List<Cell>> rows(Histogram histogram) {
    List<List<Cell>> rows = new ArrayList<>();
    long sum = 0;
    for (Histogram.Bin bin : histogram.bins()) {
      sum += bin.cases();
      if (bin.cases() > 0) {
        rows.add(
            List.of(
                Cell.of(bin.label()),
                Cell.count(bin.cases()),
                Cell.number(Text.percent(sum / (double) histogram.cases()))));
      }
    }
    return rows;
  }

  private static String caption(Headrooms headrooms) {
    return "%s of %s: half stay at or below %s, nine in ten at or below %s; the largest is %s."
        .formatted(
            Text.count(headrooms.cases().size(), "case"),
            Headrooms.PROPERTY,
            Text.figure(headrooms.quantile(0.5)),
            Text.figure(headrooms.quantile(0.9)),
            Text.figure(headrooms.quantile(1)));
  }

  private static Block byLength(Headrooms headrooms, List<LengthBand> bands) {
    String caption =
        "Headroom against the longest sequence of each case, on a logarithmic axis."
            + " The dashed line is the budget.";
    return new Block.Figure(
        LengthChart.draw(headrooms.withLength(), caption),
        caption,
        new Block.Table(
            "Headroom by longest sequence",
            List.of("Keys", "Cases", "Median", "Largest"),
            bands.stream()
                .map(band ->
                    List.of(
                        Cell.of(band.label()),
                        Cell.count(band.headrooms().cases().size()),
                        Cell.figure(band.headrooms().quantile(0.5)),
                        Cell.figure(band.headrooms().quantile(1))))
                .toList()));
  }
}
