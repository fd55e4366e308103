package assay.gpu.emulator.load;

import assay.gpu.device.DeviceFault;
import assay.gpu.emulator.machine.Fault;
import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import java.util.List;

/** Checks that registers were written before they are read, where the loader could not prove it. */
final class Tracked extends Step {

  private final Step inner;
  private final int[] reads;
  private final List<String> names;
  private final int[] writes;

  /**
   * @param reads numbers of the tracked registers read, called {@code names}
   * @param writes numbers of the tracked registers written
   */
  Tracked(Step inner, int[] reads, List<String> names, int[] writes) {
    this.inner = inner;
    this.reads = reads;
    this.names = names;
    this.writes = writes;
  }

  @Override
  public Step hot() {
    return new Tracked(inner.hot(), reads, names, writes);
  }

  @Override
  public void execute(Warp warp, int mask) {
    for (int i = 0; i < reads.length; i++) {
      int missing = mask & ~warp.written[reads[i]];
      if (missing != 0) {
        throw new Fault(
            DeviceFault.Kind.UNINITIALISED,
            Integer.numberOfTrailingZeros(missing),
            "register %s holds no value yet".formatted(names.get(i)));
      }
    }
    inner.execute(warp, mask);
    for (int write : writes) {
      warp.written[write] |= mask;
    }
  }
}
