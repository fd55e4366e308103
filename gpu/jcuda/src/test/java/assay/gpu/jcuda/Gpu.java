package assay.gpu.jcuda;

import assay.gpu.device.Availability;
import assay.gpu.device.Device;
import java.util.concurrent.atomic.AtomicBoolean;
import org.opentest4j.TestAbortedException;

/** The GPU that tests use; without one each of them is reported as skipped, with the reason. */
final class Gpu {

  private static final AtomicBoolean SAID = new AtomicBoolean();

  private Gpu() {}

  static Device open() {
    return switch (new JCudaDeviceProvider().probe()) {
      case Availability.Available _ -> new JCudaDeviceProvider().open(0);
      case Availability.Unavailable(String reason) -> throw notRun(reason);
    };
  }

  private static TestAbortedException notRun(String reason) {
    String message = "NotRun: cuda: " + reason;
    if (SAID.compareAndSet(false, true)) {
      System.out.println(message);
    }
    return new TestAbortedException(message);
  }
}
