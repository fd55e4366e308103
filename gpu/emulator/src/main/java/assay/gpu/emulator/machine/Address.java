package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import org.jspecify.annotations.Nullable;

/**
 * An address operand: a register or constant plus a number of bytes.
 *
 * @param space which memory it means
 * @param wide whether the base is one of the longs, else one of the words
 * @param base the place of the base
 * @param offset in bytes
 */
public record Address(MemorySpace space, boolean wide, int base, long offset) {

  /** The address in every lane, those outside any mask included. */
  long[] resolve(Warp warp) {
    long[] to = warp.addresses;
    if (wide) {
      long[] from = warp.longs[base];
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = from[lane] + offset;
      }
    } else {
      int[] from = warp.words[base];
      for (int lane = 0; lane < Warp.LANES; lane++) {
        to[lane] = (from[lane] & 0xffffffffL) + offset;
      }
    }
    return to;
  }

  /** The region around one lane's address, after the checks that any access must pass. */
  Region region(Warp warp, int lane, long address, int bytes) {
    if ((address & bytes - 1) != 0) {
      throw new Fault(
          DeviceFault.Kind.MISALIGNED,
          lane,
          "%d bytes at %s address 0x%x".formatted(bytes, space, address));
    }
    return space.region(warp, lane, address, bytes);
  }

  /** Checks that the bytes at {@code offset} hold values. */
  void written(Warp warp, int lane, long address, Region region, long at, int bytes) {
    if (!region.isWritten(at, bytes)) {
      throw new Fault(
          DeviceFault.Kind.UNINITIALISED,
          lane,
          "%d byte(s) at %s address 0x%x, %s"
              .formatted(bytes, space, address, space.place(warp, address)));
    }
  }

  /** Who looks for races in this region; null where nobody does. */
  @Nullable Watch watch(Warp warp, Region region) {
    Block block = warp.block;
    if (region.isShared()) {
      return block.shared.watch(region);
    }
    return block.global == null || region.slot() < 0 ? null : block.global.of(region);
  }

  /** A strong load meets what was released where it looks. */
  void load(Warp warp, Region region, long offset, Ordering how) {
    Clocks clocks = warp.block.clocks;
    if (clocks != null && how.strong()) {
      clocks.load(warp.number, region.isShared(), region.base() + offset, how);
    }
  }

  /** A strong store releases what its warp has to pass on. */
  void store(Warp warp, Region region, long offset, Ordering how, boolean keeps) {
    Clocks clocks = warp.block.clocks;
    if (clocks != null && how.strong()) {
      clocks.store(warp.number, region.isShared(), region.base() + offset, how, keeps);
    }
  }

  /** The offset in its region of an address that lies there. */
  long offsetIn(Region region, long address) {
    return space.local(address) - region.base();
  }

  /** The address in one lane. */
  long of(Warp warp, int lane) {
    return (wide ? warp.longs[base][lane] : warp.words[base][lane] & 0xffffffffL) + offset;
  }

  /**
   * The distance between the addresses of neighbouring lanes if it is the same for all 32, a
   * multiple of {@code bytes}, and the first and the last lie in {@code region}; {@link #NO_STRIDE}
   * otherwise.
   */
  int stride(Warp warp, Region region, int bytes) {
    if (!space.sameForAllLanes()) {
      return NO_STRIDE;
    }
    long stride = wide ? LaneRun.stride(warp.longs[base]) : LaneRun.stride(warp.words[base]);
    long last = of(warp, Warp.LANES - 1);
    boolean inside =
        stride == (int) stride
            && (stride & bytes - 1) == 0
            && last == of(warp, 0) + (Warp.LANES - 1) * stride
            && region.contains(last, bytes);
    return inside ? (int) stride : NO_STRIDE;
  }

  static final int NO_STRIDE = Integer.MIN_VALUE;
}
