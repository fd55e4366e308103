package assay.gpu.device;

/** An entry point of a loaded module. */
public interface Kernel {

  String name();

  KernelResources resources();

  /**
   * Issues one execution of the kernel.
   *
   * @throws LaunchRejected if the grid, block, shared bytes or arguments do not fit the kernel or
   *     the device; nothing has run
   * @throws DeviceFault if the backend runs the kernel at once and it goes wrong
   */
  void launch(LaunchConfig config, KernelArguments arguments);
}
