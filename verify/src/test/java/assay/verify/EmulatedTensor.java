package assay.verify;

import assay.gpu.device.Device;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.emulator.machine.Completion;
import assay.gpu.emulator.machine.Schedule;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode.Problem;
import java.util.List;

/** The committed tensor-core kernel on the emulator, whole or edited. */
final class EmulatedTensor {

  private EmulatedTensor() {}

  static PtxSource committed() {
    return KernelSource.committed(PagedMlaDecodeTensorKernel.STEM).ptx();
  }

  /** Runs {@code ptx} on an emulator of its own, with every check. */
  static Implementation<Problem> kernel(PtxSource ptx, Completion completion) {
    return kernel(ptx, Checks.ALL, completion);
  }

  static Implementation<Problem> kernel(PtxSource ptx, Checks checks, Completion completion) {
    Device device = new EmulatedDevice(checks, Schedule.LATEST.with(completion));
    return new PagedMlaDecodeTensorKernel(device, ptx);
  }

  static Subject<Problem> honest(Completion completion) {
    return subject("tensor", kernel(committed(), completion));
  }

  static Subject<Problem> subject(String name, Implementation<Problem> implementation) {
    return new Subject<>(name, implementation, PagedMlaDecodeTensorKernel.CONTRACT, false);
  }

  static List<Property<Problem>> properties(Subject<Problem> subject) {
    return new PagedMlaDecodeProperties(subject, Emulated.GOLDEN).all();
  }
}
