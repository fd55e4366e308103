package assay.gpu.device;

import java.util.ArrayList;
import java.util.List;

/** Memory of a {@link DeviceMemoryPool} that is given back all at once. */
public final class DeviceArena implements AutoCloseable {

  private final DeviceMemoryPool pool;
  private final List<PooledMemory> memory = new ArrayList<>();

  public DeviceArena(DeviceMemoryPool pool) {
    this.pool = pool;
  }

  /**
   * Memory with undefined contents, until the arena is closed.
   *
   * @throws OutOfDeviceMemory if it does not fit; what was allocated before stays
   */
  public DeviceSlice allocate(long bytes) {
    PooledMemory own = pool.allocate(bytes);
    memory.add(own);
    return own.slice();
  }

  /** Closing twice is allowed. */
  @Override
  public void close() {
    memory.forEach(PooledMemory::close);
    memory.clear();
  }
}
