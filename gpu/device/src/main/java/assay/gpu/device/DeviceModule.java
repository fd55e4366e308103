package assay.gpu.device;

/** PTX that a device has accepted. */
public interface DeviceModule extends AutoCloseable {

  /**
   * The entry point of this name.
   *
   * @throws InvalidModule if the module has no such entry
   */
  Kernel kernel(String name);

  @Override
  void close();
}
