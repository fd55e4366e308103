package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;

/** An instruction without effect on the values the emulator holds. */
public final class Nothing extends Step {

  public static final Step INSTANCE = new Nothing();

  private Nothing() {}

  @Override
  public void execute(Warp warp, int mask) {}
}
