package assay.gpu.device;

/**
 * Memory lent by a {@link DeviceMemoryPool}; closing it gives it back, and then it must not be
 * used.
 */
public final class PooledMemory implements AutoCloseable {

  private final DeviceMemoryPool pool;
  private final DeviceBuffer buffer;
  private final long bytes;
  private boolean lent = true;

  PooledMemory(DeviceMemoryPool pool, DeviceBuffer buffer, long bytes) {
    this.pool = pool;
    this.buffer = buffer;
    this.bytes = bytes;
  }

  /** The size asked for. */
  public long bytes() {
    return bytes;
  }

  /**
   * The buffer that it lies in, from its start on; it may be longer than asked for.
   *
   * @throws IllegalStateException if the memory has been given back
   */
  public DeviceBuffer buffer() {
    requireLent();
    return buffer;
  }

  /** Its address. */
  public DeviceSlice slice() {
    return DeviceSlice.of(buffer());
  }

  /**
   * Gives the memory back.
   *
   * @throws IllegalStateException if it has been given back already
   */
  @Override
  public void close() {
    pool.free(this);
  }

  DeviceMemoryPool pool() {
    return pool;
  }

  DeviceBuffer takeBack() {
    requireLent();
    lent = false;
    return buffer;
  }

  private void requireLent() {
    if (!lent) {
      throw new IllegalStateException("the memory has been given back to its pool");
    }
  }
}
