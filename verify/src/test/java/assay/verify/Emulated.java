package assay.verify;

import assay.golden.PagedMlaDecodeReference;
import assay.gpu.device.Devices;
import assay.gpu.device.PtxSource;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.spec.Implementation;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.List;

/**
 * The committed kernel on the emulator, whole or edited, and the golden model it is held against.
 */
final class Emulated {

  static final Reference<Problem> GOLDEN = PagedMlaDecodeReference.create();

  private Emulated() {}

  static PtxSource committed() {
    return KernelSource.committed(PagedMlaDecodeKernel.ENTRY).ptx();
  }

  static Subject<Problem> honest() {
    return subject("honest", kernel(committed()));
  }

  static Subject<Problem> subject(String name, Implementation<Problem> implementation) {
    return new Subject<>(name, implementation, PagedMlaDecodeKernel.CONTRACT, true);
  }

  static List<Property<Problem>> properties(Subject<Problem> subject) {
    return new PagedMlaDecodeProperties(subject, GOLDEN).all();
  }

  static Property<Problem> property(Subject<Problem> subject, String name) {
    return properties(subject).stream()
        .filter(property -> property.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Runs {@code ptx} on an emulator of its own. */
  static Implementation<Problem> kernel(PtxSource ptx) {
    return new Implementation<>() {
      private final PagedMlaDecodeKernel kernel =
          new PagedMlaDecodeKernel(Devices.open("emulator"), ptx);

      @Override
      public Result run(Problem problem) {
        return kernel.run(problem);
      }
    };
  }
}
