package assay.gpu.ptx;

/** Text that is not PTX. The message is one sentence with the line. */
public final class PtxSyntaxError extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int line;

  PtxSyntaxError(int line, String sentence) {
    super("line " + line + ": " + sentence);
    this.line = line;
  }

  /** From 1. */
  public int line() {
    return line;
  }
}
