package assay.cli;

import assay.gpu.device.Device;
import assay.gpu.device.PtxSource;
import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.GoldenOperator;
import assay.verify.Subject;

/**
 * One of the two decode kernels, whose PTX is mutated.
 *
 * @param tensor whether it is the one on matrix units
 */
record PtxKernel(CommittedKernel<Problem> committed, boolean tensor) {

  /** The one whose entries {@code ptx} has. */
  @SuppressWarnings("unchecked") // the operator's problems are decode's
  static PtxKernel of(PtxSource ptx) {
    CommittedKernel<?> committed = CommittedKernel.of(PagedMlaDecode.OPERATOR, ptx);
    return new PtxKernel(
        (CommittedKernel<Problem>) committed,
        committed.stem().equals(PagedMlaDecodeTensorKernel.STEM));
  }

  GoldenOperator<Problem> golden() {
    return KernelSubject.golden(committed.operator());
  }

  Implementation<Problem> load(Device device, PtxSource ptx) {
    return committed.loader().load(device, ptx);
  }

  Subject<Problem> subject(String name, Implementation<Problem> kernel) {
    return new Subject<>(name, kernel, committed.contract(), committed.batchInvariant());
  }
}
