package assay.pages;

/**
 * One piece of text.
 *
 * @param text as a reader sees it, unescaped; what cannot be seen is replaced
 */
record Cell(String text, Tone tone) {

  private static final int SHORT = 32;

  Cell {
    text = Text.printable(text);
  }

  static Cell of(String text) {
    return new Cell(text, Tone.PLAIN);
  }

  static Cell code(String text) {
    return new Cell(text, Tone.CODE);
  }

  static Cell number(String text) {
    return new Cell(text, Tone.NUMBER);
  }

  static Cell count(long count) {
    return number(Text.count(count));
  }

  static Cell figure(double value) {
    return number(Text.figure(value));
  }

  /** Its class in the style sheet; code that fits a column is kept on one line. */
  String style() {
    return isCode() ? text.length() <= SHORT ? "short" : "long" : tone.style();
  }

  boolean isNumber() {
    return tone == Tone.NUMBER;
  }

  boolean isCode() {
    return tone == Tone.CODE;
  }
}
