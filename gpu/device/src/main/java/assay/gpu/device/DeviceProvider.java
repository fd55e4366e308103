package assay.gpu.device;

/** A backend, found by {@link java.util.ServiceLoader}. */
public interface DeviceProvider {

  /** The name used in {@code --device}. */
  String name();

  /** Looks what is there. Never throws because something is absent. */
  Availability probe();

  /**
   * Opens a device that {@link #probe} listed.
   *
   * @throws DeviceUnavailable if it is not there
   */
  Device open(int ordinal);
}
