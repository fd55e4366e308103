package assay.verify;

import assay.gpu.device.Device;
import assay.gpu.device.PtxSource;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import assay.gpu.kernels.AppendLatentCacheKernel;
import assay.gpu.kernels.CombineSplitsKernel;
import assay.gpu.kernels.KernelFormat;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.ProjectionKernel;
import assay.gpu.kernels.RmsNormKernel;
import assay.gpu.kernels.RotaryEmbeddingKernel;
import assay.spec.AppendLatentCache;
import assay.spec.CombineSplits;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.spec.Projection;
import assay.spec.RmsNorm;
import assay.spec.RotaryEmbedding;
import java.util.ArrayList;
import java.util.List;

/** A committed kernel on an emulator with every check, and the golden model it is held against. */
record EmulatedKernels<P>(String name, GoldenOperator<P> golden, Subject<P> subject) {

  /** Loads PTX. */
  private interface Launcher<P> {
    Implementation<P> load(Device device, PtxSource ptx, KernelFormat format);
  }

  static List<EmulatedKernels<?>> all() {
    List<EmulatedKernels<?>> all = new ArrayList<>();
    for (KernelFormat format : KernelFormat.values()) {
      all.add(
          EmulatedKernels.<RmsNorm.Problem>of(
              RmsNorm.OPERATOR, format, RmsNormKernel::new, RmsNormKernel.contract(format)));
      all.add(
          EmulatedKernels.<RotaryEmbedding.Problem>of(
              RotaryEmbedding.OPERATOR,
              format,
              RotaryEmbeddingKernel::new,
              RotaryEmbeddingKernel.contract(format)));
      all.add(
          EmulatedKernels.<Projection.Problem>of(
              Projection.OPERATOR,
              format,
              ProjectionKernel::new,
              ProjectionKernel.contract(format)));
      all.add(
          EmulatedKernels.<CombineSplits.Problem>of(
              CombineSplits.OPERATOR,
              format,
              CombineSplitsKernel::new,
              CombineSplitsKernel.contract(format)));
    }
    all.add(
        EmulatedKernels.<AppendLatentCache.Problem>of(
            AppendLatentCache.OPERATOR,
            KernelFormat.F32,
            (device, ptx, format) -> new AppendLatentCacheKernel(device, ptx),
            AppendLatentCacheKernel.CONTRACT));
    return all;
  }

  List<Property<P>> properties() {
    return golden.properties().of(subject, golden.reference());
  }

  @SuppressWarnings("unchecked")
  private static <P> EmulatedKernels<P> of(
      Operator operator, KernelFormat format, Launcher<P> launcher, NumericContract contract) {
    GoldenOperator<P> golden = (GoldenOperator<P>) GoldenOperators.of(operator);
    PtxSource ptx = KernelSource.committed(operator.name().snake()).ptx();
    Implementation<P> kernel = launcher.load(new EmulatedDevice(Checks.ALL), ptx, format);
    String name = operator.name().kebab() + " " + format;
    return new EmulatedKernels<>(name, golden, new Subject<>(name, kernel, contract, true));
  }

  @Override
  public String toString() {
    return name;
  }
}
