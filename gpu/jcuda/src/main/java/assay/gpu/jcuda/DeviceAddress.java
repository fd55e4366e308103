package assay.gpu.jcuda;

import jcuda.driver.CUdeviceptr;

/** A device pointer that tells its value, which JCuda keeps to subclasses. */
final class DeviceAddress extends CUdeviceptr {

  DeviceAddress() {}

  private DeviceAddress(DeviceAddress base, long byteOffset) {
    super(base, byteOffset);
  }

  DeviceAddress plus(long bytes) {
    return new DeviceAddress(this, bytes);
  }

  long value() {
    return getNativePointer() + getByteOffset();
  }
}
