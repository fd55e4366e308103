package assay.gpu.device;

/**
 * Launches that a device has recorded, issued together as often as wanted. Their arguments are
 * fixed; what buffers hold is read when they run.
 */
public interface DeviceGraph extends AutoCloseable {

  /**
   * Issues all its launches, in order.
   *
   * @throws IllegalStateException if it is closed, or the device is recording
   * @throws DeviceFault if the backend runs kernels at once and one of them goes wrong
   */
  void launch();

  /** Closing twice is allowed. */
  @Override
  void close();
}
