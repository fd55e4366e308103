package assay.gpu.device;

import java.util.List;

/** PTX that is malformed, or uses what the device does not support. */
public final class InvalidModule extends DeviceException {

  private static final long serialVersionUID = 1;

  private final List<String> problems;

  /**
   * @param module the module's name
   * @param problems every problem found, each one sentence with its line; not empty
   */
  public InvalidModule(String module, List<String> problems) {
    super(module + ": " + String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  public List<String> problems() {
    return problems;
  }
}
