package assay.gpu.emulator.machine;

import java.util.List;

/** Reads, changes and writes back memory, one lane after the other. PTX ISA 9.7.13.5. */
public final class Atomic extends Step {

  /** The new value from the old one and up to two operands. */
  public interface Operation {
    long apply(long old, long b, long c);
  }

  private final Address address;
  private final int bytes;
  private final Operation operation;
  private final boolean wide;
  private final int to;
  private final int b;
  private final int c;
  private final Ordering how;

  /**
   * @param bytes 4 or 8; the places are words for 4 and longs for 8
   * @param to where the old value goes
   * @param how strong it is
   */
  public Atomic(
      Address address, int bytes, Operation operation, int to, int b, int c, Ordering how) {
    this.how = how;
    this.address = address;
    this.bytes = bytes;
    this.operation = operation;
    this.wide = bytes == 8;
    this.to = to;
    this.b = b;
    this.c = c;
  }

  @Override
  List<Access> accesses() {
    return List.of(new Access(address, bytes));
  }

  @Override
  public void execute(Warp warp, int mask) {
    long[] addresses = address.resolve(warp);
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      Region region = address.region(warp, lane, addresses[lane], bytes);
      long offset = address.offsetIn(region, addresses[lane]);
      address.written(warp, lane, addresses[lane], region, offset, bytes);
      Watch watch = address.watch(warp, region);
      if (watch != null) {
        address.load(warp, region, offset, how);
        watch.write(warp, warp.epoch(how), lane, bytes, offset, bytes);
        address.store(warp, region, offset, how, true);
      }
      exchange(warp, lane, region, offset);
    }
  }

  private void exchange(Warp warp, int lane, Region region, long offset) {
    if (wide) {
      long old = region.getLong(offset);
      region.putLong(offset, operation.apply(old, warp.longs[b][lane], warp.longs[c][lane]));
      warp.longs[to][lane] = old;
    } else {
      int old = region.getInt(offset);
      region.putInt(offset, (int) operation.apply(old, warp.words[b][lane], warp.words[c][lane]));
      warp.words[to][lane] = old;
    }
  }
}
