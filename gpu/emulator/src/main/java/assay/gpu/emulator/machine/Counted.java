package assay.gpu.emulator.machine;

/** An instruction that is counted, whether or not its guard lets any lane execute it. */
public final class Counted extends Step {

  private final Step inner;
  private final Tally tally;

  public Counted(Step inner, Tally tally) {
    this.inner = inner;
    this.tally = tally;
  }

  @Override
  public Step hot() {
    return new Counted(inner.hot(), tally);
  }

  @Override
  public void execute(Warp warp, int mask) {
    tally.executed.increment();
    tally.lanes.add(Integer.bitCount(mask));
    inner.execute(warp, mask);
    if (tally.kind() == InstructionClass.BARRIER && !warp.flow().running()) {
      tally.waits.increment();
    }
  }
}
