package assay.gpu.device;

/** An allocation does not fit; the device stays usable. */
public final class OutOfDeviceMemory extends DeviceException {

  private static final long serialVersionUID = 1;

  public OutOfDeviceMemory(String message) {
    super(message);
  }
}
