package assay.pages;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers and foreign text, as a reader sees them. */
final class Text {

  private static final MathContext THREE_DIGITS = new MathContext(3);
  private static final int REPLACEMENT = 0xFFFD;

  private Text() {}

  /** {@code 81,920}. */
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 3 cases}, {@code 1 case}; {@code many} must be the regular plural. */
  static String count(long count, String one) {
    return count(count) + " " + one + (count == 1 ? "" : "s");
  }

  /** Three significant digits; a dash where there is no figure. */
  static String figure(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "∞" : "−∞";
    }
    return value == 0 ? "0" : figure(new BigDecimal(value).round(THREE_DIGITS));
  }

  private static String figure(BigDecimal rounded) {
    int exponent = rounded.precision() - rounded.scale() - 1;
    return exponent >= -4 && exponent < 7
        ? rounded.setScale(Math.max(0, 2 - exponent)).toPlainString()
        : String.format(Locale.ROOT, "%.2e", rounded);
  }

  /** {@code 71.1×}. */
  static String ratio(double ratio) {
    return figure(ratio) + "×";
  }

  /** {@code 97.6 %}. */
  static String percent(double share) {
    return tenths(100 * share) + " %";
  }

  /** One decimal. */
  static String tenths(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** {@code 7.8 GiB}. */
  static String memory(long bytes) {
    double gibibytes = bytes / (double) (1L << 30);
    return gibibytes >= 1
        ? tenths(gibibytes) + " GiB"
        : tenths(bytes / (double) (1L << 20)) + " MiB";
  }

  /**
   * The text on one line, with a replacement character for all that would not show: controls,
   * direction marks, lone surrogates.
   */
  static String printable(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints().map(Text::printable).forEach(visible::appendCodePoint);
    return visible.toString();
  }

  private static int printable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
          Character.isWhitespace(character) ? ' ' : REPLACEMENT;
      case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> REPLACEMENT;
      default -> character;
    };
  }
}
