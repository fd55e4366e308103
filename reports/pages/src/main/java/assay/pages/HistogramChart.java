package assay.pages;

import assay.pages.Svg.Anchor;

/** Draws a {@link Histogram}: linear axes, the budget as a dashed line. */
final class HistogramChart {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 250;
  private static final double LEFT = 44;
  private static final double TOP = 28;
  private static final double BASE = 200;
  private static final double BIN = 31;

  /** Between the budget's line and the bin of what is over it. */
  private static final double GAP = 22;

  private final Histogram histogram;
  private final Svg svg;

  private HistogramChart(Histogram histogram, String description) {
    this.histogram = histogram;
    svg = new Svg("histogram", WIDTH, HEIGHT, "Cases by headroom", description);
  }

  static String draw(Histogram histogram, String description) {
    return new HistogramChart(histogram, description).draw();
  }

  private String draw() {
    svg.text("label", Anchor.START, 0, 14, "cases");
    for (long count : Ticks.counts(histogram.tallest())) {
      svg.rule("grid", LEFT, y(count), right(), y(count));
      svg.text("label", Anchor.END, LEFT - 8, y(count) + 4, Text.count(count));
    }
    bars();
    axis();
    budget();
    return svg.finish();
  }

  private void bars() {
    for (int i = 0; i < histogram.bins().size(); i++) {
      Histogram.Bin bin = histogram.bins().get(i);
      if (bin.cases() > 0) {
        String hint = "headroom " + bin.label() + ": " + Text.count(bin.cases(), "case");
        double top = y(bin.cases());
        svg.bar(bin.over() ? "over" : "bar", x(i) + 1, top, BIN - 2, BASE - top, hint);
      }
    }
  }

  private void axis() {
    svg.rule("axis", LEFT, BASE, right(), BASE);
    for (int i = 0; i <= Histogram.WITHIN; i += 4) {
      double x = LEFT + i * BIN;
      svg.rule("axis", x, BASE, x, BASE + 5);
      svg.text("label", Anchor.MIDDLE, x, BASE + 20, Text.tenths(i / (double) Histogram.WITHIN));
    }
    svg.text("label", Anchor.MIDDLE, x(Histogram.WITHIN) + BIN / 2, BASE + 20, "over");
    svg.text("label", Anchor.MIDDLE, LEFT + 10 * BIN, BASE + 42, "largest error / budget");
  }

  private void budget() {
    double x = LEFT + Histogram.WITHIN * BIN;
    svg.rule("limit", x, TOP - 6, x, BASE);
    svg.text("limit-label", Anchor.END, x - 6, TOP - 10, "budget");
  }

  private double x(int bin) {
    return LEFT + bin * BIN + (bin == Histogram.WITHIN ? GAP : 0);
  }

  private double y(long cases) {
    return BASE - (BASE - TOP) * cases / Ticks.top(histogram.tallest());
  }

  private static double right() {
    return LEFT + (Histogram.WITHIN + 1) * BIN + GAP;
  }
}
