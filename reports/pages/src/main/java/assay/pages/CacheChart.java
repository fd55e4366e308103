package assay.pages;

import assay.pages.Svg.Anchor;
import assay.pages.Svg.Marker;
import assay.spec.CacheKind;
import assay.spec.Model;
import java.util.Locale;

/**
 * Draws the cache size of each model, one row each and one mark for each way of caching.
 *
 * <p>Marks instead of bars: sizes differ by a factor of more than a hundred, which wants a
 * logarithmic axis, and a bar's length means nothing on one.
 */
final class CacheChart {

  private static final int WIDTH = 720;
  private static final double LEFT = 150;
  private static final double RIGHT = 700;
  private static final double TOP = 44;
  private static final double ROW = 28;
  private static final double BASE = TOP + ROW * Model.CATALOGUE.size();
  private static final double LOG_LEAST = Math.log(4 << 10);
  private static final double LOG_MOST = Math.log(16 << 20);
  private static final double LEGEND = 70;

  private final Svg svg;

  private CacheChart(String description) {
    svg = new Svg("cache", WIDTH, (int) BASE + 52, "KV-cache bytes per token", description);
  }

  static String draw(String description) {
    return new CacheChart(description).draw();
  }

  private String draw() {
    legend();
    axis();
    double y = TOP + ROW / 2;
    for (Model model : Model.CATALOGUE) {
      row(model, y);
      y += ROW;
    }
    return svg.finish();
  }

  private void legend() {
    double x = LEFT;
    for (CacheKind kind : CacheKind.values()) {
      svg.mark(marker(kind), style(kind), x, 14, kind.title());
      svg.text("label", Anchor.START, x + 11, 18, kind.name());
      x += LEGEND;
    }
  }

  private void axis() {
    for (long bytes = 4 << 10; bytes <= 16 << 20; bytes *= 4) {
      svg.rule("grid", x(bytes), TOP, x(bytes), BASE);
      svg.text("label", Anchor.MIDDLE, x(bytes), BASE + 18, binary(bytes));
    }
    svg.rule("axis", LEFT, BASE, RIGHT, BASE);
    svg.text("label", Anchor.MIDDLE, (LEFT + RIGHT) / 2, BASE + 42, "bytes per token");
  }

  private void row(Model model, double y) {
    long mla = CacheKind.MLA.bytesPerToken(model);
    long mha = CacheKind.MHA.bytesPerToken(model);
    svg.text("row-label", Anchor.END, LEFT - 14, y + 4, model.title());
    svg.rule("span", x(mla), y, x(mha), y);
    for (CacheKind kind : CacheKind.values()) {
      long bytes = kind.bytesPerToken(model);
      String hint = model.title() + ", " + kind.name() + ": " + Text.count(bytes) + " bytes";
      svg.mark(marker(kind), style(kind), x(bytes), y, hint);
    }
    String ratio = Text.ratio(mha / (double) mla);
    svg.text("label", Anchor.START, x(mha) + 12, y + 4, ratio);
  }

  private static double x(long bytes) {
    return LEFT + (RIGHT - LEFT) * (Math.log((double) bytes) - LOG_LEAST) / (LOG_MOST - LOG_LEAST);
  }

  private static String binary(long bytes) {
    return bytes >= 1 << 20 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
  }

  private static String style(CacheKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static Marker marker(CacheKind kind) {
    return switch (kind) {
      case MLA -> Marker.CIRCLE;
      case MHA -> Marker.SQUARE;
      case GQA -> Marker.DIAMOND;
      case MQA -> Marker.TRIANGLE;
    };
  }
}
