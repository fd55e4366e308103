package assay.gpu.emulator;

import assay.gpu.device.DeviceEvent;

/** A moment of the CPU's clock; launches are over when they return. */
record EmulatedEvent(long nanos) implements DeviceEvent {

  @Override
  public double elapsedNanosSince(DeviceEvent earlier) {
    if (earlier instanceof EmulatedEvent(long before)) {
      return nanos - before;
    }
    throw new IllegalArgumentException("earlier is an event of another backend");
  }

  @Override
  public void close() {}
}
