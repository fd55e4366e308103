package assay.gpu.conformance;

/** A case file that cannot be understood; the message starts with {@code file:line}. */
public final class MalformedCase extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  MalformedCase(String file, int line, String problem) {
    super(file + ":" + line + ": " + problem);
  }
}
