package assay.cli;

import assay.gpu.device.Device;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Schedule;
import assay.spec.Implementation;
import assay.spec.Result;
import assay.verify.AnySchedule;
import assay.verify.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A kernel on the emulator, under whatever schedule is asked for.
 *
 * @param <P> the operator's problem
 */
record ScheduledKernel<P>(Function<Device, Implementation<P>> loader)
    implements AnySchedule.Scheduled<P> {

  private static final List<String> EXTREMES =
      List.of(Schedule.LATEST.toString(), Schedule.EARLIEST.toString());

  Property<P> property() {
    return AnySchedule.property(this, EXTREMES, Long::toString);
  }

  /** On one device, which follows one schedule after the other. */
  @Override
  public List<Result> run(P problem, List<String> schedules) {
    List<Result> results = new ArrayList<>();
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL)) {
      Implementation<P> kernel = loader.apply(device);
      for (String schedule : schedules) {
        device.follow(Schedule.named(schedule));
        results.add(kernel.run(problem));
      }
    }
    return results;
  }
}
