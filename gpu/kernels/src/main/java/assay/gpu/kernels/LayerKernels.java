package assay.gpu.kernels;

import assay.gpu.device.Device;
import assay.gpu.device.PtxSource;
import org.jspecify.annotations.Nullable;

/** The kernels of a layer on one device; those of a form of attention are loaded when asked for. */
final class LayerKernels {

  private static final KernelFormat BF16 = KernelFormat.BF16;
  private static final KernelFormat F32 = KernelFormat.F32;

  /**
   * What concerns tokens alone.
   *
   * @param product y in BF16
   * @param exactProduct y in F32
   * @param norm of BF16
   * @param exactNorm of F32
   * @param rotation of BF16
   * @param exactRotation of F32
   */
  record Tokens(
      ProjectionKernel product,
      ProjectionKernel exactProduct,
      RmsNormKernel norm,
      RmsNormKernel exactNorm,
      RotaryEmbeddingKernel rotation,
      RotaryEmbeddingKernel exactRotation,
      AppendLatentCacheKernel append) {}

  /** Attention over the latents. */
  record Absorbed(
      AbsorbQueryKernel absorb,
      PagedMlaDecodeKernel plain,
      PagedMlaDecodeTensorKernel tensor,
      UnabsorbOutputKernel unabsorb) {}

  /** Attention over keys and values of each head. */
  record Expanded(DecompressHeadsKernel decompress, MlaPrefillKernel prefill) {}

  private final Device device;
  private final LayerGlue glue;
  private final Tokens tokens;
  private @Nullable Absorbed absorbed;
  private @Nullable Expanded expanded;

  /**
   * @param ptx of {@code mla_layer.cu}, or any with its entries
   */
  LayerKernels(Device device, PtxSource ptx) {
    this.device = device;
    this.glue = new LayerGlue(device, ptx);
    this.tokens =
        new Tokens(
            new ProjectionKernel(device, ptx(ProjectionKernel.STEM), BF16),
            new ProjectionKernel(device, ptx(ProjectionKernel.STEM), F32),
            new RmsNormKernel(device, ptx(RmsNormKernel.STEM), BF16),
            new RmsNormKernel(device, ptx(RmsNormKernel.STEM), F32),
            new RotaryEmbeddingKernel(device, ptx(RotaryEmbeddingKernel.STEM), BF16),
            new RotaryEmbeddingKernel(device, ptx(RotaryEmbeddingKernel.STEM), F32),
            new AppendLatentCacheKernel(device, ptx(AppendLatentCacheKernel.STEM)));
  }

  LayerGlue glue() {
    return glue;
  }

  Tokens tokens() {
    return tokens;
  }

  Absorbed absorbed() {
    if (absorbed == null) {
      absorbed =
          new Absorbed(
              new AbsorbQueryKernel(device, ptx(AbsorbQueryKernel.STEM), BF16),
              new PagedMlaDecodeKernel(device, ptx(PagedMlaDecodeKernel.ENTRY)),
              new PagedMlaDecodeTensorKernel(device, ptx(PagedMlaDecodeTensorKernel.STEM)),
              new UnabsorbOutputKernel(device, ptx(UnabsorbOutputKernel.STEM), BF16));
    }
    return absorbed;
  }

  Expanded expanded() {
    if (expanded == null) {
      expanded =
          new Expanded(
              new DecompressHeadsKernel(device, ptx(DecompressHeadsKernel.STEM), BF16),
              new MlaPrefillKernel(device, ptx(MlaPrefillKernel.STEM)));
    }
    return expanded;
  }

  private static PtxSource ptx(String stem) {
    return KernelSource.committed(stem).ptx();
  }
}
