package assay.spec;

/** An implementation has no path for a problem that is in itself well formed. */
public final class UnsupportedProblem extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * @param message one sentence that names what is unsupported, its value and what is allowed
   */
  public UnsupportedProblem(String message) {
    super(message);
  }
}
