package assay.gpu.device;

import java.lang.foreign.MemorySegment;

/** A range of device memory. Copies are ordered after all work issued before them. */
public interface DeviceBuffer extends AutoCloseable {

  /** The size asked for, in bytes. */
  long bytes();

  /**
   * Copies the whole of {@code source} to the bytes from {@code offset} on; the source may change
   * as soon as this returns.
   *
   * @throws IllegalArgumentException if part of the copy lies outside this buffer
   */
  void write(long offset, MemorySegment source);

  /**
   * Fills the whole of {@code target} from the bytes from {@code offset} on; waits for the device.
   *
   * @throws IllegalArgumentException if part of the copy lies outside this buffer
   */
  void read(long offset, MemorySegment target);

  /** Sets every byte to {@code value}. */
  void fill(byte value);

  /**
   * Copies the whole of {@code source}, another buffer of the same device, to this one's first
   * bytes, without passing the host. What {@code source} has undefined is undefined here.
   *
   * @throws IllegalArgumentException if {@code source} is longer, this very buffer, or of another
   *     device
   */
  void copyFrom(DeviceBuffer source);

  default void write(MemorySegment source) {
    write(0, source);
  }

  default void read(MemorySegment target) {
    read(0, target);
  }

  /** Frees the memory; closing twice is allowed. */
  @Override
  void close();
}
