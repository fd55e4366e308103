package assay.cli;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceFault;
import assay.gpu.kernels.ChoosingKernel;
import assay.gpu.kernels.KernelChoice;
import assay.spec.Implementation;
import assay.spec.Result;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A kernel on a device that is opened anew after each fault, since a device that has seen one may
 * refuse all further work.
 *
 * @param <P> the operator's problem
 */
final class ReopeningKernel<P> implements Implementation<P>, AutoCloseable {

  private final Supplier<Device> open;
  private final Function<Device, Implementation<P>> loader;
  private Device device;
  private Implementation<P> kernel;

  /** Opens the device and loads the kernel, so that what is wrong with either is said at once. */
  ReopeningKernel(Supplier<Device> open, Function<Device, Implementation<P>> loader) {
    this.open = open;
    this.loader = loader;
    this.device = open.get();
    this.kernel = load();
  }

  Device device() {
    return device;
  }

  /** Which of its entries it takes for a problem, where it has several. */
  Optional<KernelChoice> choice(P problem) {
    return ChoosingKernel.choice(kernel, problem);
  }

  @Override
  public Result run(P problem) {
    try {
      return kernel.run(problem);
    } catch (DeviceFault fault) {
      try {
        reopen();
      } catch (RuntimeException e) {
        fault.addSuppressed(e);
      }
      throw fault;
    }
  }

  @Override
  public void close() {
    device.close();
  }

  private void reopen() {
    device.close();
    device = open.get();
    kernel = load();
  }

  private Implementation<P> load() {
    try {
      return loader.apply(device);
    } catch (RuntimeException e) {
      device.close();
      throw e;
    }
  }
}
