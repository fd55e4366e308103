package assay.gpu.emulator;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceContract;

final class EmulatedDeviceTest extends DeviceContract {

  @Override
  protected Device open() {
    return new EmulatedDeviceProvider().open(0);
  }
}
