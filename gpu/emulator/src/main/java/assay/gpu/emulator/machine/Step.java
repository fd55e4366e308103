package assay.gpu.emulator.machine;

import java.util.List;

/** One instruction, bound to the registers it works on. */
public abstract class Step {

  /** Executes it for the lanes of {@code mask}, which is never empty. */
  public abstract void execute(Warp warp, int mask);

  /** One that does the same, with the same bits, and pays where it is executed often. */
  public Step hot() {
    return this;
  }

  /** What it accesses in memory, for those who count; mostly nothing. */
  List<Access> accesses() {
    return List.of();
  }
}
