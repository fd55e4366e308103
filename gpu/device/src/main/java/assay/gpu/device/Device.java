package assay.gpu.device;

/**
 * One machine that executes PTX: a GPU, or an emulation of one.
 *
 * <p>Used by one thread at a time. Work is issued in order; a launch may return before the kernel
 * has run, and a fault of the kernel surfaces at the latest from {@link #synchronize}. After a
 * {@link DeviceFault} every further call on this device may throw the same fault.
 */
public interface Device extends AutoCloseable {

  DeviceInfo info();

  /**
   * Allocates {@code bytes} of device memory, aligned to at least 256 bytes, with undefined
   * contents.
   *
   * @throws IllegalArgumentException if {@code bytes} is negative or zero
   * @throws OutOfDeviceMemory if it does not fit; the device stays usable
   */
  DeviceBuffer allocate(long bytes);

  /**
   * Loads a module of PTX text.
   *
   * @throws InvalidModule if the text is malformed, or needs what this device does not have
   */
  DeviceModule load(PtxSource source);

  /**
   * Records the launches that {@code work} issues; none of them runs. While it records, the device
   * refuses everything else: copies, allocations, loading, events and waiting.
   *
   * @throws LaunchRejected if a launch is rejected; nothing is recorded then
   * @throws IllegalStateException if {@code work} does anything else on this device
   */
  DeviceGraph capture(Runnable work);

  /** Marks this point in the order of issued work. */
  DeviceEvent record();

  /**
   * Waits until all issued work is done.
   *
   * @throws DeviceFault if a kernel went wrong
   */
  void synchronize();

  /** Frees everything that was allocated or loaded on this device. */
  @Override
  void close();
}
