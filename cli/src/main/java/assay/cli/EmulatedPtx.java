package assay.cli;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.CommittedKernel.Loader;
import assay.spec.Implementation;
import assay.spec.Result;
import assay.verify.variant.Surroundings;
import java.util.EnumMap;
import java.util.Map;

/**
 * PTX as judges run it: in a checker's surroundings on an emulator with every check, in forgiving
 * ones with none that can be left out. It is loaded once for each, since a launch leaves nothing
 * behind.
 *
 * @param <P> the operator's problem
 */
final class EmulatedPtx<P> {

  /** What is always checked, and room for far more instructions than a problem takes. */
  private static final Checks FORGIVING = new Checks(false, false, false, 1L << 28);

  private final Loader<P> loader;
  private final PtxSource ptx;
  private final Schedule schedule;
  private final Map<Surroundings, ReopeningKernel<P>> loaded = new EnumMap<>(Surroundings.class);

  EmulatedPtx(Loader<P> loader, PtxSource ptx, Schedule schedule) {
    this.loader = loader;
    this.ptx = ptx;
    this.schedule = schedule;
  }

  Implementation<P> in(Surroundings surroundings) {
    return problem -> run(surroundings, problem);
  }

  private synchronized Result run(Surroundings surroundings, P problem) {
    return loaded.computeIfAbsent(surroundings, this::load).run(problem);
  }

  private ReopeningKernel<P> load(Surroundings surroundings) {
    Checks checks = surroundings == Surroundings.CHECKED ? Checks.ALL : FORGIVING;
    return new ReopeningKernel<>(
        () -> new EmulatedDevice(checks, schedule), device -> loader.load(device, ptx));
  }
}
