package assay.pages;

/** What a piece of text is, for whoever chooses its looks. */
enum Tone {
  PLAIN("plain"),
  NUMBER("number"),
  CODE("code"),
  PASS("pass"),
  FAIL("fail"),
  NOT_RUN("not-run");

  private final String style;

  Tone(String style) {
    this.style = style;
  }

  /** Its class in the style sheet. */
  String style() {
    return style;
  }
}
