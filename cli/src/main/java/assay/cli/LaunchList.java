package assay.cli;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceEvent;
import assay.gpu.device.DeviceGraph;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Kernel;
import assay.gpu.device.KernelArguments;
import assay.gpu.device.KernelResources;
import assay.gpu.device.LaunchConfig;
import assay.gpu.device.PtxSource;
import assay.gpu.kernels.Gpu;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A device on which nothing runs, which lists what launchers would launch on such a GPU: the last
 * launch of each entry, by its name.
 */
final class LaunchList implements Device {

  private static final long MEMORY_BYTES = 141L << 30;

  private final DeviceInfo info;
  private final Map<String, LaunchConfig> launches = new LinkedHashMap<>();

  LaunchList(Gpu gpu) {
    this.info =
        new DeviceInfo("none", 0, gpu.name(), 9, 0, gpu.multiprocessors(), MEMORY_BYTES, Map.of());
  }

  Map<String, LaunchConfig> launches() {
    return launches;
  }

  @Override
  public DeviceInfo info() {
    return info;
  }

  @Override
  public DeviceBuffer allocate(long bytes) {
    return new Nothing(bytes);
  }

  @Override
  public DeviceModule load(PtxSource source) {
    return new DeviceModule() {
      @Override
      public Kernel kernel(String name) {
        return new Entry(name, launches);
      }

      @Override
      public void close() {}
    };
  }

  /**
   * @throws UnsupportedOperationException always: nothing runs here
   */
  @Override
  public DeviceGraph capture(Runnable work) {
    throw new UnsupportedOperationException("nothing runs here");
  }

  /**
   * @throws UnsupportedOperationException always: nothing runs here
   */
  @Override
  public DeviceEvent record() {
    throw new UnsupportedOperationException("nothing runs here");
  }

  @Override
  public void synchronize() {}

  @Override
  public void close() {}

  private record Entry(String name, Map<String, LaunchConfig> launches) implements Kernel {

    @Override
    public KernelResources resources() {
      return new KernelResources(0, 0, 0, 1024);
    }

    @Override
    public void launch(LaunchConfig config, KernelArguments arguments) {
      launches.put(name, config);
    }
  }

  /** Memory that keeps nothing. */
  private record Nothing(long bytes) implements DeviceBuffer {

    @Override
    public void write(long offset, MemorySegment source) {}

    @Override
    public void read(long offset, MemorySegment target) {}

    @Override
    public void fill(byte value) {}

    @Override
    public void copyFrom(DeviceBuffer source) {}

    @Override
    public void close() {}
  }
}
