package assay.gpu.emulator.load;

import assay.gpu.emulator.machine.Step;
import assay.gpu.emulator.machine.Warp;
import java.util.Arrays;
import java.util.List;

/** Several steps that one instruction needs. */
final class Sequence extends Step {

  private final Step[] steps;

  private Sequence(Step[] steps) {
    this.steps = steps;
  }

  static Step of(List<Step> before, Step last) {
    if (before.isEmpty()) {
      return last;
    }
    Step[] steps = before.toArray(new Step[before.size() + 1]);
    steps[before.size()] = last;
    return new Sequence(steps);
  }

  @Override
  public Step hot() {
    return new Sequence(Arrays.stream(steps).map(Step::hot).toArray(Step[]::new));
  }

  @Override
  public void execute(Warp warp, int mask) {
    for (Step step : steps) {
      step.execute(warp, mask);
    }
  }
}
