package assay.cli;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.CommittedKernel.Loader;
import assay.spec.Result;
import assay.verify.AnySchedule;
import assay.verify.Property;
import java.util.List;

/**
 * A kernel on the emulator, under whatever schedule is asked for.
 *
 * @param <P> the operator's problem
 */
record ScheduledKernel<P>(Loader<P> loader, PtxSource ptx) implements AnySchedule.Scheduled<P> {

  private static final List<String> EXTREMES =
      List.of(Schedule.LATEST.toString(), Schedule.EARLIEST.toString());

  Property<P> property() {
    return AnySchedule.property(this, EXTREMES, Long::toString);
  }

  @Override
  public Result run(P problem, String schedule) {
    Schedule named = Schedule.named(schedule);
    try (var kernel =
        new ReopeningKernel<>(() -> new EmulatedDevice(Checks.ALL, named), loader, ptx)) {
      return kernel.run(problem);
    }
  }
}
