package assay.gpu.jcuda;

import assay.gpu.device.Device;
import assay.gpu.device.DeviceContract;

final class JCudaDeviceTest extends DeviceContract {

  @Override
  protected Device open() {
    return Gpu.open();
  }
}
