package assay.pages;

import assay.pages.Headrooms.Measured;
import assay.pages.Svg.Anchor;
import assay.pages.Svg.Marker;
import java.util.List;

/** Draws headroom against sequence length; what is over the chart sits on its upper edge. */
final class LengthChart {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 270;
  private static final double LEFT = 44;
  private static final double RIGHT = 700;
  private static final double TOP = 30;
  private static final double BASE = 220;

  /** Headroom at the upper edge. */
  private static final double HIGHEST = 1.2;

  private final List<Measured> cases;
  private final int longest;
  private final Svg svg;

  private LengthChart(List<Measured> cases, String description) {
    this.cases = cases;
    longest = cases.stream().mapToInt(c -> c.longest().orElseThrow()).max().orElse(0);
    svg = new Svg("lengths", WIDTH, HEIGHT, "Headroom by longest sequence", description);
  }

  static String draw(List<Measured> cases, String description) {
    return new LengthChart(cases, description).draw();
  }

  private String draw() {
    headroomAxis();
    lengthAxis();
    cases.forEach(this::mark);
    return svg.finish();
  }

  private void headroomAxis() {
    svg.text("label", Anchor.START, 0, 14, "largest error / budget");
    for (int fifths = 0; fifths < 5; fifths++) {
      double y = y(fifths / 5.0);
      svg.rule(fifths == 0 ? "axis" : "grid", LEFT, y, RIGHT, y);
      svg.text("label", Anchor.END, LEFT - 8, y + 4, Text.tenths(fifths / 5.0));
    }
    svg.rule("limit", LEFT, y(1), RIGHT, y(1));
    svg.text("limit-label", Anchor.END, LEFT - 8, y(1) + 4, "1");
    svg.text("limit-label", Anchor.END, RIGHT, y(1) - 6, "budget");
  }

  private void lengthAxis() {
    lengthTick(0);
    for (long keys = 1; keys <= Math.max(longest, 1); keys *= 4) {
      lengthTick(keys);
    }
    svg.text("label", Anchor.MIDDLE, (LEFT + RIGHT) / 2, BASE + 42, "keys of the longest sequence");
  }

  private void lengthTick(long keys) {
    svg.rule("axis", x(keys), BASE, x(keys), BASE + 5);
    svg.text("label", Anchor.MIDDLE, x(keys), BASE + 20, Text.count(keys));
  }

  private void mark(Measured measured) {
    int keys = measured.longest().orElseThrow();
    boolean over = measured.headroom() > 1;
    svg.mark(
        over ? Marker.TRIANGLE : Marker.CIRCLE,
        over ? "over" : "dot",
        x(keys),
        y(Math.min(measured.headroom(), HIGHEST)),
        Text.count(keys, "key") + ": " + Text.figure(measured.headroom()));
  }

  /** Logarithmic, with room for an empty sequence. */
  private double x(long keys) {
    double share = Math.log1p((double) keys) / Math.log1p((double) Math.max(longest, 1));
    return LEFT + 10 + (RIGHT - LEFT - 20) * share;
  }

  private static double y(double headroom) {
    return BASE - (BASE - TOP) * headroom / HIGHEST;
  }
}
