package assay.gpu.device;

/** A device that leaves to another one what it does not do itself. */
public interface ForwardingDevice extends Device {

  /** The other one. */
  Device device();

  @Override
  default DeviceInfo info() {
    return device().info();
  }

  @Override
  default DeviceBuffer allocate(long bytes) {
    return device().allocate(bytes);
  }

  @Override
  default DeviceModule load(PtxSource source) {
    return device().load(source);
  }

  @Override
  default DeviceGraph capture(Runnable work) {
    return device().capture(work);
  }

  @Override
  default DeviceEvent record() {
    return device().record();
  }

  @Override
  default void synchronize() {
    device().synchronize();
  }

  @Override
  default void close() {
    device().close();
  }
}
