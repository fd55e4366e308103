package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import java.util.List;

/** Writes registers to memory. PTX ISA 9.7.9.11. */
public final class Store extends Step {

  /**
   * Where one element comes from.
   *
   * @param wide whether the place is one of the longs
   * @param place its index
   */
  public record Source(boolean wide, int place) {}

  private final Address address;
  private final int bytes;
  private final Source[] sources;
  private final Ordering how;

  /**
   * @param bytes of one element: 1, 2, 4 or 8
   * @param how strong it is
   */
  public Store(Address address, int bytes, List<Source> sources, Ordering how) {
    this.how = how;
    this.address = address;
    this.bytes = bytes;
    this.sources = sources.toArray(Source[]::new);
  }

  @Override
  List<Access> accesses() {
    return List.of(new Access(address, bytes * sources.length));
  }

  @Override
  public void execute(Warp warp, int mask) {
    int all = bytes * sources.length;
    int lane = Integer.numberOfTrailingZeros(mask);
    long first = address.of(warp, lane);
    Region region = address.region(warp, lane, first, all);
    int stride =
        mask == Warp.ALL && !how.strong() ? address.stride(warp, region, all) : Address.NO_STRIDE;
    if (stride == all) {
      adjacent(warp, region, address.offsetIn(region, first));
    } else {
      scattered(warp, mask, region);
    }
  }

  private void adjacent(Warp warp, Region region, long start) {
    int all = bytes * sources.length;
    Watch watch = address.watch(warp, region);
    if (watch != null) {
      watch.write(warp, warp.epoch(how), 0, all, start, all * Warp.LANES);
    }
    for (int i = 0; i < sources.length; i++) {
      fill(warp, region, start + i * bytes, all, sources[i]);
    }
    region.markWritten(start, all * Warp.LANES);
  }

  private void fill(Warp warp, Region region, long start, int stride, Source source) {
    if (bytes == 4 && !source.wide) {
      LaneRun.putInts(region, start, stride, warp.words[source.place]);
    } else if (bytes == 2 && !source.wide) {
      LaneRun.putShorts(region, start, stride, warp.words[source.place]);
    } else {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        put(region, start + (long) lane * stride, value(warp, lane, source));
      }
    }
  }

  private void scattered(Warp warp, int mask, Region first) {
    long[] addresses = address.resolve(warp);
    int all = bytes * sources.length;
    boolean same = address.space().sameForAllLanes();
    boolean alike = canRace(warp);
    if (alike) {
      warp.twins.find(addresses, mask);
    }
    Region region = first;
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      long at = addresses[lane];
      if (!same || (at & all - 1) != 0 || !region.contains(at, all)) {
        region = address.region(warp, lane, at, all);
      }
      long offset = address.offsetIn(region, at);
      if (alike && warp.twins.first(lane) != lane) {
        requireAlike(warp, warp.twins.first(lane), lane, at);
      } else {
        watch(warp, region, offset, alike && warp.twins.has(lane) ? WordLanes.SEVERAL : lane);
      }
      for (int i = 0; i < sources.length; i++) {
        put(region, offset + i * bytes, value(warp, lane, sources[i]));
      }
      region.markWritten(offset, all);
    }
  }

  private void watch(Warp warp, Region region, long offset, int by) {
    Watch watch = address.watch(warp, region);
    if (watch != null) {
      int all = bytes * sources.length;
      watch.write(warp, warp.epoch(how), by, all, offset, all);
      address.store(warp, region, offset, how, false);
    }
  }

  /** Whether lanes must not give one place different values. */
  private boolean canRace(Warp warp) {
    return warp.block.grid.inspection.laneRaces()
        && !how.strong()
        && address.space() != MemorySpace.LOCAL;
  }

  private void requireAlike(Warp warp, int other, int lane, long at) {
    long different = 0;
    for (Source source : sources) {
      different |= value(warp, lane, source) ^ value(warp, other, source);
    }
    boolean own =
        address.space() == MemorySpace.GENERIC && MemorySpace.behind(at) == MemorySpace.LOCAL;
    if (!own && different << (Long.SIZE - Byte.SIZE * bytes) != 0) {
      throw new Fault(
          DeviceFault.Kind.RACE,
          lane,
          "lanes %d and %d store different values to %s"
              .formatted(other, lane, address.space().place(warp, at)));
    }
  }

  private static long value(Warp warp, int lane, Source source) {
    return source.wide ? warp.longs[source.place][lane] : warp.words[source.place][lane];
  }

  private void put(Region region, long offset, long value) {
    switch (bytes) {
      case 1 -> region.putByte(offset, (int) value);
      case 2 -> region.putShort(offset, (int) value);
      case 4 -> region.putInt(offset, (int) value);
      default -> region.putLong(offset, value);
    }
  }
}
