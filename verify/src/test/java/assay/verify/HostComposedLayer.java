package assay.verify;

import assay.gpu.device.Device;
import assay.gpu.device.PtxSource;
import assay.gpu.kernels.AbsorbQueryKernel;
import assay.gpu.kernels.DecompressHeadsKernel;
import assay.gpu.kernels.KernelFormat;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.MlaPrefillKernel;
import assay.gpu.kernels.PagedMlaDecodeTensorKernel;
import assay.gpu.kernels.ProjectionKernel;
import assay.gpu.kernels.RmsNormKernel;
import assay.gpu.kernels.RotaryEmbeddingKernel;
import assay.gpu.kernels.UnabsorbOutputKernel;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaPrefill;
import assay.spec.PagedMlaDecode;
import assay.spec.Result;
import assay.verify.variant.MlaLayerParts;
import assay.verify.variant.MlaLayerSteps;
import assay.verify.variant.MlaLayerVariant;

/**
 * A layer of the committed kernels, each run as an operator of its own: whatever lies between two
 * of them goes through the host. A layer on a device must come to the same bits.
 */
final class HostComposedLayer extends MlaLayerVariant {

  /** The kernels, and those of what stays in F32 until the cache stores it. */
  record Kernels(MlaLayerParts parts, MlaLayerParts exact) {

    static Kernels load(Device device) {
      return new Kernels(parts(device, KernelFormat.BF16), parts(device, KernelFormat.F32));
    }

    private static MlaLayerParts parts(Device device, KernelFormat format) {
      var decode = new PagedMlaDecodeTensorKernel(device, ptx(PagedMlaDecodeTensorKernel.STEM));
      var prefill = new MlaPrefillKernel(device, ptx(MlaPrefillKernel.STEM));
      return new MlaLayerParts(
          new ProjectionKernel(device, ptx(ProjectionKernel.STEM), format),
          new RmsNormKernel(device, ptx(RmsNormKernel.STEM), format),
          new RotaryEmbeddingKernel(device, ptx(RotaryEmbeddingKernel.STEM), format),
          new AbsorbQueryKernel(device, ptx(AbsorbQueryKernel.STEM), KernelFormat.BF16),
          new UnabsorbOutputKernel(device, ptx(UnabsorbOutputKernel.STEM), KernelFormat.BF16),
          new DecompressHeadsKernel(device, ptx(DecompressHeadsKernel.STEM), KernelFormat.BF16),
          problem -> decode.run(inBFloat16(problem)),
          problem -> prefill.run(inBFloat16(problem)));
    }
  }

  /** The latents and keys of all tokens, before the cache rounds them. */
  private static final class Exact extends MlaLayerSteps {
    Exact(MlaLayerParts parts, Problem problem) {
      super(parts, problem);
    }

    Elements allDown() {
      return down();
    }

    Elements latentsOf(Elements down) {
      return latents(down);
    }

    Elements keysOf(Elements down) {
      return keys(down);
    }
  }

  private final Exact exact;

  private HostComposedLayer(Kernels kernels, Problem problem) {
    super(kernels.parts, problem);
    this.exact = new Exact(kernels.exact, problem);
  }

  static Result run(Kernels kernels, Problem problem) {
    return new HostComposedLayer(kernels, problem).run();
  }

  @Override
  protected Elements down() {
    return exact.allDown();
  }

  @Override
  protected Elements latents(Elements down) {
    return exact.latentsOf(down);
  }

  @Override
  protected Elements keys(Elements down) {
    return exact.keysOf(down);
  }

  private static PtxSource ptx(String stem) {
    return KernelSource.committed(stem).ptx();
  }

  private static PagedMlaDecode.Problem inBFloat16(PagedMlaDecode.Problem problem) {
    return new PagedMlaDecode.Problem(
        problem.queryTokens(),
        problem.heads(),
        problem.latent(),
        problem.rope(),
        rounded(problem.query()),
        problem.cache(),
        problem.scale(),
        problem.causal());
  }

  private static MlaPrefill.Problem inBFloat16(MlaPrefill.Problem problem) {
    return new MlaPrefill.Problem(
        problem.heads(),
        problem.keyWidth(),
        problem.valueWidth(),
        problem.queryStarts(),
        problem.keyStarts(),
        rounded(problem.query()),
        rounded(problem.keys()),
        rounded(problem.values()),
        problem.scale(),
        problem.causal());
  }

  /** Of numbers that BF16 holds. */
  private static Elements rounded(Elements numbers) {
    return Elements.rounded(FloatFormat.BF16, numbers.toDoubles());
  }
}
