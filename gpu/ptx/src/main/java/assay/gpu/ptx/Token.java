package assay.gpu.ptx;

/** The smallest piece of PTX text. */
record Token(Kind kind, String text, int line) {

  enum Kind {
    WORD,
    NUMBER,
    STRING,
    MARK,
    END
  }

  boolean is(String expected) {
    return (kind == Kind.WORD || kind == Kind.MARK) && text.equals(expected);
  }

  String described() {
    return kind == Kind.END ? "the end of the text" : "'" + text + "'";
  }
}
