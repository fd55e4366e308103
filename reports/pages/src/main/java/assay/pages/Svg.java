package assay.pages;

import java.util.Locale;

/**
 * Writes one SVG element by element, into a page whose style sheet has the classes.
 *
 * <p>Lengths are in the chart's own units, one CSS pixel at full width; y grows downwards.
 */
final class Svg {

  /** Marks that differ in shape, so that colour is never the only difference. */
  enum Marker {
    CIRCLE,
    SQUARE,
    DIAMOND,
    TRIANGLE
  }

  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private static final double RADIUS = 5;

  private final StringBuilder out = new StringBuilder();

  /**
   * @param id unique in the page
   */
  Svg(String id, int width, int height, String title, String description) {
    out.append(
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" \
        aria-labelledby="%s-title %s-desc">
        <title id="%s-title">%s</title>
        <desc id="%s-desc">%s</desc>
        """
            .formatted(width, height, id, id, id, escape(title), id, escape(description)));
  }

  /** A rectangle; {@code hint} is shown where a pointer rests on it. */
  Svg bar(String style, double x, double y, double width, double height, String hint) {
    return line(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"><title>%s</title></rect>",
        style, length(x), length(y), length(width), length(height), escape(hint));
  }

  Svg rule(String style, double x1, double y1, double x2, double y2) {
    return line(
        "<line class=\"%s\" x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\"/>",
        style, length(x1), length(y1), length(x2), length(y2));
  }

  Svg text(String style, Anchor anchor, double x, double y, String text) {
    return line(
        "<text class=\"%s\" text-anchor=\"%s\" x=\"%s\" y=\"%s\">%s</text>",
        style, anchor.name().toLowerCase(Locale.ROOT), length(x), length(y), escape(text));
  }

  /** A mark centred on (x, y). */
  Svg mark(Marker marker, String style, double x, double y, String hint) {
    return line(
        "<path class=\"%s\" transform=\"translate(%s %s)\" d=\"%s\"><title>%s</title></path>",
        style, length(x), length(y), outline(marker), escape(hint));
  }

  String finish() {
    return out.append("</svg>").toString();
  }

  private static String outline(Marker marker) {
    String r = length(RADIUS);
    return switch (marker) {
      case CIRCLE -> "M-%s 0a%s %s 0 1 0 10 0a%s %s 0 1 0 -10 0z".formatted(r, r, r, r, r);
      case SQUARE -> "M-4.5 -4.5h9v9h-9z";
      case DIAMOND -> "M0 -6L6 0L0 6L-6 0z";
      case TRIANGLE -> "M0 -5.5L5.5 4.5H-5.5z";
    };
  }

  private Svg line(String format, Object... arguments) {
    out.append(format.formatted(arguments)).append('\n');
    return this;
  }

  /** One decimal at most: finer than any screen. */
  private static String length(double length) {
    String text = String.format(Locale.ROOT, "%.1f", length);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String escape(String text) {
    return Text.printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
