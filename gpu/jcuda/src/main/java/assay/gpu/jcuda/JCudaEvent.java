package assay.gpu.jcuda;

import assay.gpu.device.DeviceEvent;
import jcuda.driver.CUevent;
import jcuda.driver.JCudaDriver;

/** A CUDA event; its clock has a resolution of about half a microsecond. */
final class JCudaEvent implements DeviceEvent, JCudaDevice.Resource {

  private static final double NANOS_PER_MILLI = 1e6;

  private final JCudaDevice device;
  private final CUevent event;
  private boolean closed;

  JCudaEvent(JCudaDevice device, CUevent event) {
    this.device = device;
    this.event = event;
  }

  @Override
  public double elapsedNanosSince(DeviceEvent earlier) {
    if (!(earlier instanceof JCudaEvent start) || start.device != device) {
      throw new IllegalArgumentException("the earlier event is of another device");
    }
    start.await();
    await();
    float[] millis = new float[1];
    CudaStatus.check(
        JCudaDriver.cuEventElapsedTime(millis, start.event, event), "reading the elapsed time");
    return millis[0] * NANOS_PER_MILLI;
  }

  private void await() {
    if (closed) {
      throw new IllegalStateException("the event is closed");
    }
    device.makeCurrent();
    CudaStatus.check(JCudaDriver.cuEventSynchronize(event), "waiting for an event");
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.release(this, () -> JCudaDriver.cuEventDestroy(event));
    }
  }
}
