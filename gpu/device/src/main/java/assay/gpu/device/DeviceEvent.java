package assay.gpu.device;

/** A point in the order of work issued to a device. */
public interface DeviceEvent extends AutoCloseable {

  /** The device time between {@code earlier} and this event, in nanoseconds; waits for both. */
  double elapsedNanosSince(DeviceEvent earlier);

  @Override
  void close();
}
