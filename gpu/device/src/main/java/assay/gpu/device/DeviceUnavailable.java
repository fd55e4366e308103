package assay.gpu.device;

/** The device asked for is not there, or was lost. */
public final class DeviceUnavailable extends DeviceException {

  private static final long serialVersionUID = 1;

  public DeviceUnavailable(String message) {
    super(message);
  }
}
