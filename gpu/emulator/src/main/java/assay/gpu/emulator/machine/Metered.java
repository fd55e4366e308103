package assay.gpu.emulator.machine;

/** An instruction whose accesses to memory are counted; its guard has been asked. */
public final class Metered extends Step {

  private final Step inner;
  private final Access[] accesses;
  private final Meter meter;
  private final Tally tally;

  public Metered(Step inner, Meter meter, Tally tally) {
    this.inner = inner;
    this.accesses = inner.accesses().toArray(Access[]::new);
    this.meter = meter;
    this.tally = tally;
  }

  /** Whether a step accesses memory. */
  public static boolean isNeededFor(Step step) {
    return !step.accesses().isEmpty();
  }

  @Override
  public void execute(Warp warp, int mask) {
    for (Access access : accesses) {
      meter.count(tally, access, warp, mask);
    }
    inner.execute(warp, mask);
  }
}
