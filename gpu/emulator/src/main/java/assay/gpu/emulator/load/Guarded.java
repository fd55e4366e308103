package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;

/** An instruction that only the lanes with a true predicate execute. PTX ISA 9.3. */
final class Guarded extends Step {

  private final Step inner;
  private final int predicate;
  private final int flip;

  Guarded(Step inner, int predicate, boolean negated) {
    this(inner, predicate, negated ? -1 : 0);
  }

  private Guarded(Step inner, int predicate, int flip) {
    this.inner = inner;
    this.predicate = predicate;
    this.flip = flip;
  }

  @Override
  public Step hot() {
    return new Guarded(inner.hot(), predicate, flip);
  }

  @Override
  public void execute(Warp warp, int mask) {
    int chosen = mask & (warp.predicates[predicate] ^ flip);
    if (chosen != 0) {
      inner.execute(warp, chosen);
    }
  }
}
