package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import assay.gpu.device.OutOfDeviceMemory;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Global memory: allocations with unused addresses between them.
 *
 * <p>No address is ever given out twice, so a pointer into freed memory is always recognised.
 */
public final class GlobalMemory {

  /** Below are the generic windows of the other spaces. */
  private static final long FIRST = 1L << 44;

  private static final long RED_ZONE = 1L << 16;
  private static final long ALIGN = 256;

  private record Allocation(int number, long address, long bytes, Optional<Region> region) {
    long end() {
      return address + bytes;
    }

    String described() {
      String state = region.isEmpty() ? "freed " : "";
      return "the %s%d-byte allocation #%d".formatted(state, bytes, number);
    }
  }

  private final long capacity;
  private final boolean tracked;
  private final TreeMap<Long, Allocation> allocations = new TreeMap<>();

  /** Of those that are not freed, in the order of their addresses, which only grow. */
  private Region[] live = {};

  private long next = FIRST;
  private long used;

  /**
   * @param capacity in bytes
   * @param tracked whether reads of unwritten bytes are faults
   */
  public GlobalMemory(long capacity, boolean tracked) {
    this.capacity = capacity;
    this.tracked = tracked;
  }

  public long capacity() {
    return capacity;
  }

  /** Gives out fresh memory with undefined contents. */
  public Region allocate(long bytes) {
    if (bytes > capacity - used) {
      throw new OutOfDeviceMemory(
          "%d bytes do not fit: %d of %d are in use".formatted(bytes, used, capacity));
    }
    Region region = reserve(bytes);
    long address = region.base();
    int number = allocations.size() + 1;
    allocations.put(address, new Allocation(number, address, bytes, Optional.of(region)));
    next = (address + bytes + RED_ZONE + ALIGN - 1) / ALIGN * ALIGN;
    used += bytes;
    live = Arrays.copyOf(live, live.length + 1);
    live[live.length - 1] = region;
    return region;
  }

  private Region reserve(long bytes) {
    try {
      return new Region(next, bytes, tracked);
    } catch (OutOfMemoryError e) {
      throw new OutOfDeviceMemory("%d bytes do not fit the Java heap".formatted(bytes));
    }
  }

  /** Takes memory back; its addresses stay known as freed. */
  public void free(Region region) {
    Allocation old = allocations.get(region.base());
    if (old != null && old.region.isPresent()) {
      allocations.put(
          region.base(), new Allocation(old.number, old.address, old.bytes, Optional.empty()));
      used -= old.bytes;
      live = Arrays.stream(live).filter(other -> other != region).toArray(Region[]::new);
    }
  }

  /** Takes everything back. */
  public void freeAll() {
    for (Region region : live) {
      free(region);
    }
  }

  /** The live allocation that holds these bytes. */
  Region find(int lane, long address, int bytes) {
    int low = 0;
    int high = live.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (live[middle].base() <= address) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    if (high >= 0 && live[low].contains(address, bytes)) {
      return live[low];
    }
    throw new Fault(DeviceFault.Kind.OUT_OF_BOUNDS, lane, miss(address, bytes));
  }

  private String miss(long address, int bytes) {
    return "%d byte(s) at global address 0x%x: %s"
        .formatted(bytes, address, around(address, bytes));
  }

  private String around(long address, int bytes) {
    Map.Entry<Long, Allocation> before = allocations.floorEntry(address);
    if (before == null) {
      Map.Entry<Long, Allocation> after = allocations.ceilingEntry(address);
      return after == null || after.getKey() - address > RED_ZONE
          ? "nothing was ever allocated there"
          : ahead(after.getValue(), address);
    }
    Allocation allocation = before.getValue();
    if (address < allocation.end()) {
      return inside(allocation, address, bytes);
    }
    Map.Entry<Long, Allocation> after = allocations.ceilingEntry(address);
    return after != null && after.getKey() - address < address - allocation.end()
        ? ahead(after.getValue(), address)
        : "%d byte(s) past the end of %s"
            .formatted(address - allocation.end(), allocation.described());
  }

  private static String inside(Allocation allocation, long address, int bytes) {
    if (allocation.region.isEmpty()) {
      return "use after free of %s, at its byte %d"
          .formatted(allocation.described(), address - allocation.address);
    }
    return "ends %d byte(s) past the end of %s"
        .formatted(address + bytes - allocation.end(), allocation.described());
  }

  private static String ahead(Allocation allocation, long address) {
    return "%d byte(s) before the start of %s"
        .formatted(allocation.address - address, allocation.described());
  }

  /** Numbers the live allocations from 0. */
  void number() {
    for (int i = 0; i < live.length; i++) {
      live[i].number(i);
    }
  }

  int live() {
    return live.length;
  }

  /** Names the allocation that starts at an address. */
  String described(long base) {
    Allocation allocation = allocations.get(base);
    return allocation == null ? "global memory" : allocation.described();
  }

  /** Names the byte for a message: {@code byte 12 of the 64-byte allocation #3}. */
  String place(long address) {
    Map.Entry<Long, Allocation> entry = allocations.floorEntry(address);
    return entry == null
        ? "global address 0x%x".formatted(address)
        : "byte %d of %s".formatted(address - entry.getKey(), entry.getValue().described());
  }
}
