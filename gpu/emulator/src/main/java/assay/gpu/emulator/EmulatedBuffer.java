package assay.gpu.emulator;

import assay.gpu.device.DeviceBuffer;
import assay.gpu.emulator.machine.Region;
import java.lang.foreign.MemorySegment;

/** A range of emulated global memory. */
final class EmulatedBuffer implements DeviceBuffer {

  private final EmulatedDevice device;
  private final Region region;
  private boolean closed;

  EmulatedBuffer(EmulatedDevice device, Region region) {
    this.device = device;
    this.region = region;
  }

  EmulatedDevice device() {
    return device;
  }

  boolean closed() {
    return closed;
  }

  long address() {
    return region.base();
  }

  @Override
  public long bytes() {
    return region.bytes();
  }

  @Override
  public void write(long offset, MemorySegment source) {
    check(offset, source.byteSize());
    region.write(offset, source);
  }

  @Override
  public void read(long offset, MemorySegment target) {
    check(offset, target.byteSize());
    region.read(offset, target);
  }

  @Override
  public void fill(byte value) {
    check(0, 0);
    region.fill(value);
  }

  @Override
  public void copyFrom(DeviceBuffer source) {
    if (!(source instanceof EmulatedBuffer other) || other.device != device || other == this) {
      throw new IllegalArgumentException("source must be another buffer of this device");
    }
    other.check(0, 0);
    check(0, source.bytes());
    region.copyFrom(other.region);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.memory().free(region);
    }
  }

  private void check(long offset, long bytes) {
    device.idle();
    if (closed) {
      throw new IllegalStateException("the buffer is closed");
    }
    if (offset < 0 || bytes > region.bytes() - offset) {
      throw new IllegalArgumentException(
          "offset is %d and the size %d, but the buffer has %d bytes"
              .formatted(offset, bytes, region.bytes()));
    }
  }
}
