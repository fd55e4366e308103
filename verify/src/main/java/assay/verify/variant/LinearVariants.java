package assay.verify.variant;

import java.util.List;

/** Correct kernels of the operators around attention. */
final class LinearVariants {

  private LinearVariants() {}

  static List<List<HonestVariant<?>>> families() {
    return List.of(
        RmsNormVariants.all(),
        RotaryEmbeddingVariants.all(),
        AppendLatentCacheVariants.all(),
        MlaLayerVariants.all(),
        ProductVariants.projections(),
        ProductVariants.absorptions(),
        ProductVariants.unabsorptions(),
        ProductVariants.decompressions());
  }
}
