package assay.cli;

import assay.evidence.DeviceCard;
import assay.gpu.device.DeviceInfo;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;

/** What evidence says of devices. */
final class DeviceCards {

  private DeviceCards() {}

  static DeviceCard of(DeviceInfo device) {
    return new DeviceCard(
        device.backend(),
        device.name(),
        device.computeMajor() + "." + device.computeMinor(),
        device.multiprocessors(),
        device.memoryBytes(),
        device.emulated(),
        device.properties());
  }

  /** The emulator as it is by default. */
  static DeviceCard emulator() {
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL)) {
      return of(device.info());
    }
  }
}
