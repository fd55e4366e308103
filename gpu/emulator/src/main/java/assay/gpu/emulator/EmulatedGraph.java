package assay.gpu.emulator;

import assay.gpu.device.DeviceGraph;
import java.util.List;

/** Launches that run one after another whenever it is launched. */
final class EmulatedGraph implements DeviceGraph {

  private final EmulatedDevice device;
  private final List<Runnable> launches;
  private boolean closed;

  EmulatedGraph(EmulatedDevice device, List<Runnable> launches) {
    this.device = device;
    this.launches = launches;
  }

  @Override
  public void launch() {
    device.idle();
    if (closed) {
      throw new IllegalStateException("the graph is closed");
    }
    launches.forEach(Runnable::run);
  }

  @Override
  public void close() {
    closed = true;
  }
}
