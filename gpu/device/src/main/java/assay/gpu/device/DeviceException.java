package assay.gpu.device;

/** Something a device refused or could not do. Each kind of failure has its own type. */
public abstract sealed class DeviceException extends RuntimeException
    permits DeviceFault, DeviceUnavailable, InvalidModule, LaunchRejected, OutOfDeviceMemory {

  private static final long serialVersionUID = 1;

  DeviceException(String message) {
    super(message);
  }
}
