package assay.verify;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceBuffer;
import assay.gpu.device.DeviceEvent;
import assay.gpu.device.DeviceGraph;
import assay.gpu.device.DeviceInfo;
import assay.gpu.device.DeviceModule;
import assay.gpu.device.PtxSource;

/** A device that says it has an H200's multiprocessors, so that a few hundred keys are split. */
record ManyMultiprocessors(Device device) implements Device {

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

  @Override
  public DeviceBuffer allocate(long bytes) {
    return device.allocate(bytes);
  }

  @Override
  public DeviceModule load(PtxSource source) {
    return device.load(source);
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
