package assay.gpu.jcuda;

import assay.gpu.device.DeviceBuffer;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jcuda.Pointer;
import jcuda.driver.JCudaDriver;

/**
 * Copies go in chunks through one direct buffer: JCuda takes no memory segment, and no Java buffer
 * holds more than 2 GiB.
 */
final class JCudaBuffer implements DeviceBuffer, JCudaDevice.Resource {

  private static final long CHUNK_BYTES = 64L << 20;

  private final JCudaDevice device;
  private final DeviceAddress address;
  private final long bytes;
  private boolean closed;

  JCudaBuffer(JCudaDevice device, DeviceAddress address, long bytes) {
    this.device = device;
    this.address = address;
    this.bytes = bytes;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void write(long offset, MemorySegment source) {
    requireInside(offset, source.byteSize());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stage = stage(arena, source);
      Pointer host = Pointer.toBuffer(stage.asByteBuffer());
      for (long done = 0; done < source.byteSize(); done += CHUNK_BYTES) {
        long size = Math.min(CHUNK_BYTES, source.byteSize() - done);
        MemorySegment.copy(source, done, stage, 0, size);
        check(JCudaDriver.cuMemcpyHtoD(address.plus(offset + done), host, size), "writing", size);
      }
    }
  }

  @Override
  public void read(long offset, MemorySegment target) {
    requireInside(offset, target.byteSize());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment stage = stage(arena, target);
      Pointer host = Pointer.toBuffer(stage.asByteBuffer());
      for (long done = 0; done < target.byteSize(); done += CHUNK_BYTES) {
        long size = Math.min(CHUNK_BYTES, target.byteSize() - done);
        check(JCudaDriver.cuMemcpyDtoH(host, address.plus(offset + done), size), "reading", size);
        MemorySegment.copy(stage, 0, target, done, size);
      }
    }
  }

  @Override
  public void fill(byte value) {
    makeUsable();
    check(JCudaDriver.cuMemsetD8(address, value, bytes), "filling", bytes);
  }

  @Override
  public void copyFrom(DeviceBuffer source) {
    if (!(source instanceof JCudaBuffer other) || !other.usableOn(device) || other == this) {
      throw new IllegalArgumentException("source must be another buffer of this device");
    }
    requireInside(0, other.bytes);
    check(JCudaDriver.cuMemcpyDtoD(address, other.address, other.bytes), "copying", other.bytes);
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      device.release(this, () -> JCudaDriver.cuMemFree(address));
    }
  }

  boolean usableOn(JCudaDevice other) {
    return device == other && !closed;
  }

  long addressValue() {
    return address.value();
  }

  private static MemorySegment stage(Arena arena, MemorySegment host) {
    return arena.allocate(Math.clamp(host.byteSize(), 1, CHUNK_BYTES));
  }

  private void requireInside(long offset, long size) {
    makeUsable();
    if (offset < 0 || offset > bytes - size) {
      throw new IllegalArgumentException(
          "offset is %d for a copy of %d bytes; the buffer has %d bytes"
              .formatted(offset, size, bytes));
    }
  }

  private void makeUsable() {
    if (closed) {
      throw new IllegalStateException("the buffer is closed");
    }
    device.makeIdle();
  }

  private static void check(int status, String action, long size) {
    CudaStatus.check(status, action + " " + size + " bytes");
  }
}
