package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;

/** What a step found wrong; the machine adds where. */
public final class Fault extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final DeviceFault.Kind kind;
  private final int lane;

  /**
   * @param lane who did it
   * @param detail what happened, without the place
   */
  public Fault(DeviceFault.Kind kind, int lane, String detail) {
    super(detail, null, false, false);
    this.kind = kind;
    this.lane = lane;
  }

  DeviceFault.Kind kind() {
    return kind;
  }

  int lane() {
    return lane;
  }

  String detail() {
    return String.valueOf(getMessage());
  }
}
