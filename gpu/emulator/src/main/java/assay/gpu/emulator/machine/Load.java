package assay.gpu.emulator.machine;

import java.util.List;

/** Reads memory into registers. PTX ISA 9.7.9.8. */
public final class Load extends Step {

  /**
   * Where one element goes.
   *
   * @param wide whether the place is one of the longs
   * @param place its index
   * @param bits the width of the register
   */
  public record Target(boolean wide, int place, int bits) {}

  private final Address address;
  private final int bytes;
  private final boolean signed;
  private final Target[] targets;
  private final Ordering how;

  /**
   * @param bytes of one element: 1, 2, 4 or 8
   * @param signed whether narrow elements are sign-extended
   * @param how strong it is
   */
  public Load(Address address, int bytes, boolean signed, List<Target> targets, Ordering how) {
    this.how = how;
    this.address = address;
    this.bytes = bytes;
    this.signed = signed;
    this.targets = targets.toArray(Target[]::new);
  }

  @Override
  List<Access> accesses() {
    return List.of(new Access(address, bytes * targets.length));
  }

  @Override
  public void execute(Warp warp, int mask) {
    int all = bytes * targets.length;
    int lane = Integer.numberOfTrailingZeros(mask);
    long first = address.of(warp, lane);
    Region region = address.region(warp, lane, first, all);
    int stride =
        mask == Warp.ALL && !how.strong() ? address.stride(warp, region, all) : Address.NO_STRIDE;
    if (stride == Address.NO_STRIDE) {
      scattered(warp, mask, region);
    } else {
      strided(warp, first, region, stride);
    }
  }

  private void strided(Warp warp, long first, Region region, int stride) {
    int all = bytes * targets.length;
    long start = address.offsetIn(region, first);
    if (stride == all && region.isWritten(start, all * Warp.LANES)) {
      // Nothing more to check: the lanes read one written run of bytes.
    } else {
      int distinct = stride == 0 ? 1 : Warp.LANES;
      for (int lane = 0; lane < distinct; lane++) {
        long further = (long) lane * stride;
        address.written(warp, lane, first + further, region, start + further, all);
      }
    }
    Watch watch = address.watch(warp, region);
    if (watch != null) {
      watch(warp, watch, start, stride);
    }
    for (int i = 0; i < targets.length; i++) {
      fill(warp, region, start + i * bytes, stride, targets[i]);
    }
  }

  private void watch(Warp warp, Watch watch, long start, int stride) {
    int all = bytes * targets.length;
    long epoch = warp.epoch(how);
    if (stride == 0 || stride == all) {
      int by = stride == 0 ? WordLanes.SEVERAL : 0;
      watch.read(warp, epoch, by, all, start, stride == 0 ? all : all * Warp.LANES);
    } else {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        watch.read(warp, epoch, lane, all, start + (long) lane * stride, all);
      }
    }
  }

  private void fill(Warp warp, Region region, long start, int stride, Target target) {
    if (bytes == 4 && !target.wide) {
      LaneRun.getInts(region, start, stride, warp.words[target.place]);
    } else if (bytes == 2 && !target.wide && !signed) {
      LaneRun.getShorts(region, start, stride, warp.words[target.place]);
    } else {
      for (int lane = 0; lane < Warp.LANES; lane++) {
        put(warp, lane, target, get(region, start + (long) lane * stride));
      }
    }
  }

  private void scattered(Warp warp, int mask, Region first) {
    long[] addresses = address.resolve(warp);
    int all = bytes * targets.length;
    boolean same = address.space().sameForAllLanes();
    Region region = first;
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      long at = addresses[lane];
      if (!same || (at & all - 1) != 0 || !region.contains(at, all)) {
        region = address.region(warp, lane, at, all);
      }
      long offset = address.offsetIn(region, at);
      address.written(warp, lane, at, region, offset, all);
      Watch watch = address.watch(warp, region);
      if (watch != null) {
        address.load(warp, region, offset, how);
        watch.read(warp, warp.epoch(how), lane, all, offset, all);
      }
      for (Target target : targets) {
        put(warp, lane, target, get(region, offset));
        offset += bytes;
      }
    }
  }

  private long get(Region region, long offset) {
    return switch (bytes) {
      case 1 -> signed ? (byte) region.getByte(offset) : region.getByte(offset);
      case 2 -> signed ? (short) region.getShort(offset) : region.getShort(offset);
      case 4 -> signed ? region.getInt(offset) : region.getInt(offset) & 0xffffffffL;
      default -> region.getLong(offset);
    };
  }

  private static void put(Warp warp, int lane, Target target, long value) {
    if (target.wide) {
      warp.longs[target.place][lane] = value;
    } else {
      warp.words[target.place][lane] = (int) value & mask(target.bits);
    }
  }

  private static int mask(int bits) {
    return bits >= 32 ? -1 : (1 << bits) - 1;
  }
}
