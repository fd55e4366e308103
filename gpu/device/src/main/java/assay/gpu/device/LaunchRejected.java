package assay.gpu.device;

/** A launch does not fit the kernel or the device; nothing has run. */
public final class LaunchRejected extends DeviceException {

  private static final long serialVersionUID = 1;

  public LaunchRejected(String message) {
    super(message);
  }
}
