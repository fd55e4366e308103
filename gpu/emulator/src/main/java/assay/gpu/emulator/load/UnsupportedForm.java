package assay.gpu.emulator.load;

/** An instruction that the emulator cannot execute as written. */
public final class UnsupportedForm extends RuntimeException {

  private static final long serialVersionUID = 1;

  /**
   * @param sentence why, without the line
   */
  public UnsupportedForm(String sentence) {
    super(sentence);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
