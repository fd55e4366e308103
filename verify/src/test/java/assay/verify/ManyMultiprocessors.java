package assay.verify;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.ForwardingDevice;

/** A device that says it has an H200's multiprocessors, so that a few hundred keys are split. */
record ManyMultiprocessors(Device device) implements ForwardingDevice {

  private static final int COUNT = 132;

  @Override
  public DeviceInfo info() {
    DeviceInfo own = device.info();
    return new DeviceInfo(
        own.backend(),
        own.ordinal(),
        own.name(),
        own.computeMajor(),
        own.computeMinor(),
        COUNT,
        own.memoryBytes(),
        own.properties());
  }
}
