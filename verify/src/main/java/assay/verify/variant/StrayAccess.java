package assay.verify.variant;

/** An implementation touched memory that is not its own; the message names the buffer and place. */
public final class StrayAccess extends RuntimeException {

  public StrayAccess(String message) {
    super(message);
  }
}
