package assay.cli;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceEvent;
import assay.gpu.device.DeviceGraph;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.Kernel;
import assay.gpu.device.PtxSource;

/**
 * A device on which one entry of every module it loads is the damaged one.
 *
 * @param entry its name
 * @param damaged a module that has it
 */
record DamagedEntry(Device device, String entry, PtxSource damaged) implements Device {

  @Override
  public DeviceModule load(PtxSource source) {
    return new Spliced(entry, device.load(source), device.load(damaged));
  }

  private record Spliced(String entry, DeviceModule whole, DeviceModule damaged)
      implements DeviceModule {
    @Override
    public Kernel kernel(String name) {
      return (name.equals(entry) ? damaged : whole).kernel(name);
    }

    @Override
    public void close() {
      damaged.close();
      whole.close();
    }
  }

  @Override
  public DeviceInfo info() {
    return device.info();
  }

  @Override
  public DeviceBuffer allocate(long bytes) {
    return device.allocate(bytes);
  }

  @Override
  public DeviceGraph capture(Runnable work) {
    return device.capture(work);
  }

  @Override
  public DeviceEvent record() {
    return device.record();
  }

  @Override
  public void synchronize() {
    device.synchronize();
  }

  @Override
  public void close() {
    device.close();
  }
}
