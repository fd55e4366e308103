package assay.gpu.emulator.machine;

import assay.gpu.device.DeviceFault;
import java.util.List;

/** cp.async: from global to shared memory, past the registers. PTX ISA 9.7.9.25.3.1. */
public final class AsyncCopy extends Step {

  private final Address to;
  private final Address from;
  private final int bytes;
  private final int present;
  private final int ignored;

  /**
   * @param bytes 4, 8 or 16
   * @param present place of the word that says how many bytes there are; the rest are zero; −1
   *     where all are
   * @param ignored place of the predicate under which there are none; −1 where there always are
   */
  public AsyncCopy(Address to, Address from, int bytes, int present, int ignored) {
    this.to = to;
    this.from = from;
    this.bytes = bytes;
    this.present = present;
    this.ignored = ignored;
  }

  @Override
  List<Access> accesses() {
    return List.of(new Access(from, bytes, Warp.ALL, present, ignored), new Access(to, bytes));
  }

  @Override
  public void execute(Warp warp, int mask) {
    long[] targets = to.resolve(warp).clone();
    long[] sources = from.resolve(warp);
    Clocks clocks = warp.block.clocks;
    int number = warp.copies().issue();
    long epoch = clocks == null ? 0 : clocks.copies(warp.number, number);
    for (int left = mask; left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      copy(warp, epoch, lane, targets[lane], sources[lane]);
    }
  }

  private void copy(Warp warp, long epoch, int lane, long target, long source) {
    int read = present(warp, lane);
    Region into = to.region(warp, lane, target, bytes);
    Region out = into;
    long at = 0;
    if (read > 0) {
      requireAligned(lane, source);
      out = from.space().region(warp, lane, source, read);
      at = from.offsetIn(out, source);
      from.written(warp, lane, source, out, at, read);
      Watch reads = from.watch(warp, out);
      if (reads != null) {
        reads.read(warp, epoch, lane, read, at, read);
      }
    }
    Watch writes = to.watch(warp, into);
    if (writes != null) {
      writes.write(warp, epoch, lane, bytes, to.offsetIn(into, target), bytes);
    }
    warp.copies().begin(lane, out, at, read, into, to.offsetIn(into, target), bytes);
  }

  private void requireAligned(int lane, long source) {
    if ((source & bytes - 1) != 0) {
      throw new Fault(
          DeviceFault.Kind.MISALIGNED,
          lane,
          "%d bytes at %s address 0x%x".formatted(bytes, from.space(), source));
    }
  }

  private int present(Warp warp, int lane) {
    if (ignored >= 0 && (warp.predicates[ignored] >> lane & 1) != 0) {
      return 0;
    }
    int read = present < 0 ? bytes : warp.words[present][lane];
    if (read < 0 || read > bytes) {
      throw new Fault(
          DeviceFault.Kind.OUT_OF_BOUNDS,
          lane,
          "cp.async reads %d bytes of at most %d".formatted(read, bytes));
    }
    return read;
  }

  /** Closes the group of copies that were begun since the last one. */
  public static final class Commit extends Step {
    @Override
    public void execute(Warp warp, int mask) {
      warp.copies().commit(mask);
    }
  }

  /** Waits until at most {@code newest} closed groups are under way. */
  public static final class Await extends Step {
    private final int newest;

    public Await(int newest) {
      this.newest = newest;
    }

    @Override
    public void execute(Warp warp, int mask) {
      AsyncCopy.await(warp, mask, newest);
    }
  }

  private static void await(Warp warp, int mask, int newest) {
    warp.copies().await(mask, newest);
    Clocks clocks = warp.block.clocks;
    if (clocks != null) {
      clocks.awaited(warp.number, mask, lane -> warp.copies().finished(lane, newest));
    }
  }

  /** Closes the last group and waits for everything. */
  public static final class AwaitAll extends Step {
    @Override
    public void execute(Warp warp, int mask) {
      warp.copies().commit(mask);
      AsyncCopy.await(warp, mask, 0);
    }
  }
}
