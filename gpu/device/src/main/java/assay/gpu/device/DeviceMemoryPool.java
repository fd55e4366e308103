package assay.gpu.device;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/**
 * Memory of a device, lent and taken back; a loop that always asks for the same sizes allocates
 * nothing on the device after its first round.
 *
 * <p>Sizes are rounded up to multiples of 256 bytes and to four classes for each power of two. What
 * is given back stays on the device for the next loan of its class. Work that is still under way
 * when memory is given back needs no waiting: a device does its work in order. Not thread safe.
 *
 * <p>Errors: {@link OutOfDeviceMemory} if a loan does not fit, even with all that is not lent given
 * back to the device; then the pool is as it was, but for that.
 */
public class DeviceMemoryPool implements AutoCloseable {

  private static final long LEAST = 256;

  private final Device device;
  private final Map<Long, Deque<DeviceBuffer>> waiting = new TreeMap<>();
  private long loans;
  private long allocations;
  private int lent;
  private long bytesAsked;
  private long bytesLent;
  private long bytesHeld;
  private long highWaterBytes;

  /** Of {@code device}, which the caller keeps and closes. */
  public DeviceMemoryPool(Device device) {
    this.device = device;
  }

  /**
   * Lends memory with undefined contents.
   *
   * @param bytes at least 0; memory of no bytes still has an address
   * @throws OutOfDeviceMemory if it does not fit
   */
  public final PooledMemory allocate(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes is " + bytes + "; it must be at least 0");
    }
    long size = size(bytes);
    PooledMemory memory = new PooledMemory(this, take(size), bytes);
    loans++;
    lent++;
    bytesAsked += bytes;
    bytesLent += size;
    highWaterBytes = Math.max(highWaterBytes, bytesLent);
    return memory;
  }

  /**
   * Takes memory back.
   *
   * @throws IllegalArgumentException if another pool lent it
   * @throws IllegalStateException if it has been given back already
   */
  @SuppressWarnings("ReferenceEquality") // pools have identity
  public final void free(PooledMemory memory) {
    if (memory.pool() != this) {
      throw new IllegalArgumentException("the memory was lent by another pool");
    }
    DeviceBuffer buffer = memory.takeBack();
    lent--;
    bytesAsked -= memory.bytes();
    bytesLent -= buffer.bytes();
    keep(buffer);
  }

  /** Gives everything that is not lent back to the device. */
  public final void trim() {
    waiting.values().forEach(buffers -> buffers.forEach(this::drop));
    waiting.clear();
  }

  /** What is lent and held now, and what has been. */
  public final DeviceMemoryStatistics statistics() {
    return new DeviceMemoryStatistics(
        loans, allocations, lent, bytesAsked, bytesLent, bytesHeld, highWaterBytes);
  }

  /**
   * Gives all memory back to the device.
   *
   * @throws IllegalStateException if some is still lent
   */
  @Override
  public final void close() {
    if (lent > 0) {
      throw new IllegalStateException(lent + " loans of the pool have not been given back");
    }
    trim();
  }

  // Where planted bugs set in.

  /** The least size of a class that holds {@code bytes}. */
  long size(long bytes) {
    if (bytes <= LEAST) {
      return LEAST;
    }
    int shift = Long.SIZE - Long.numberOfLeadingZeros(bytes - 1) - 3;
    long step = Math.max(LEAST, 1L << shift);
    return Math.multiplyExact(Math.ceilDiv(bytes, step), step);
  }

  /** Puts a buffer aside for the next loan of its size. */
  void keep(DeviceBuffer buffer) {
    waiting.computeIfAbsent(buffer.bytes(), size -> new ArrayDeque<>()).addLast(buffer);
  }

  /** Gives a buffer back to the device. */
  void drop(DeviceBuffer buffer) {
    bytesHeld -= buffer.bytes();
    buffer.close();
  }

  private DeviceBuffer take(long size) {
    Deque<DeviceBuffer> buffers = waiting.get(size);
    if (buffers != null && !buffers.isEmpty()) {
      return buffers.removeLast();
    }
    DeviceBuffer buffer = allocateOrTrim(size);
    allocations++;
    bytesHeld += size;
    return buffer;
  }

  private DeviceBuffer allocateOrTrim(long size) {
    try {
      return device.allocate(size);
    } catch (OutOfDeviceMemory full) {
      if (bytesHeld == bytesLent) {
        throw full;
      }
      trim();
      return device.allocate(size);
    }
  }
}
