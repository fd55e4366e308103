package assay.cli;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Schedule;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import assay.verify.AnySchedule;
import assay.verify.Property;
import java.util.List;

/** A kernel on the emulator, under whatever schedule is asked for. */
record ScheduledKernel(PtxSource ptx) implements AnySchedule.Scheduled<Problem> {

  private static final List<String> EXTREMES =
      List.of(Schedule.LATEST.toString(), Schedule.EARLIEST.toString());

  Property<Problem> property() {
    return AnySchedule.property(this, EXTREMES, Long::toString);
  }

  @Override
  public Result run(Problem problem, String schedule) {
    try (ReopeningKernel kernel =
        new ReopeningKernel(() -> new EmulatedDevice(Checks.ALL, Schedule.named(schedule)), ptx)) {
      return kernel.run(problem);
    }
  }
}
