package assay.cli;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.ForwardingDevice;
import assay.gpu.device.Kernel;
import assay.gpu.device.PtxSource;

/**
 * A device on which one entry of every module it loads is the damaged one.
 *
 * @param entry its name
 * @param damaged a module that has it
 */
record DamagedEntry(Device device, String entry, PtxSource damaged) implements ForwardingDevice {

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
}
