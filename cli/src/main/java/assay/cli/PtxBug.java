package assay.cli;

import assay.gpu.device.PtxSource;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.CommittedKernel;
import assay.verify.planted.BugClass;
import assay.verify.planted.PlantedBug;
import java.util.List;

/**
 * A bug planted in a committed kernel's PTX.
 *
 * @param <P> the operator's problem
 * @param id as {@link PlantedBug#id}
 * @param title what is wrong, in a few words
 * @param sources where such a defect was reported
 * @param kernel whose PTX it is
 * @param edit what makes it wrong
 */
record PtxBug<P>(
    String id, String title, List<String> sources, CommittedKernel<P> kernel, PtxEdit edit) {

  /** What is wrong where, as everybody's candidate; judged under the default schedule. */
  PlantedBug<P> planted() {
    EmulatedPtx<P> emulated = emulated(Schedule.LATEST);
    return new PlantedBug<>(
        id,
        BugClass.SYNCHRONISATION,
        title,
        sources,
        kernel.operator(),
        kernel.contract(),
        emulated::in,
        List.of("within-budget"),
        "",
        true);
  }

  EmulatedPtx<P> emulated(Schedule schedule) {
    return new EmulatedPtx<>(kernel.loader(), ptx(), schedule);
  }

  /** The broken PTX. */
  PtxSource ptx() {
    PtxSource whole = kernel.source().ptx();
    return new PtxSource(id + " of " + whole.name(), edit.applyTo(whole.text()));
  }
}
