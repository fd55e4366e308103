package assay.verify.variant;

import assay.spec.AbsorbQuery;
import assay.spec.DecompressHeads;
import assay.spec.Implementation;
import assay.spec.MlaPrefill;
import assay.spec.PagedMlaDecode;
import assay.spec.Projection;
import assay.spec.RmsNorm;
import assay.spec.RotaryEmbedding;
import assay.spec.UnabsorbOutput;

/** The kernels that a layer is composed of; each keeps its workspace. */
public record MlaLayerParts(
    Implementation<Projection.Problem> projection,
    Implementation<RmsNorm.Problem> norm,
    Implementation<RotaryEmbedding.Problem> rotation,
    Implementation<AbsorbQuery.Problem> absorption,
    Implementation<UnabsorbOutput.Problem> unabsorption,
    Implementation<DecompressHeads.Problem> decompression,
    Implementation<PagedMlaDecode.Problem> decode,
    Implementation<MlaPrefill.Problem> prefill) {

  /** Correct kernels, those of attention with options of their own. */
  public static MlaLayerParts of(
      Surroundings surroundings, LinearOptions linear, AttentionOptions attention) {
    return new MlaLayerParts(
        ProjectionVariant.with(linear, ProjectionVariant::new).apply(surroundings),
        RmsNormVariant.with(linear, RmsNormVariant::new).apply(surroundings),
        RotaryEmbeddingVariant.with(linear, RotaryEmbeddingVariant::new).apply(surroundings),
        AbsorbQueryVariant.with(linear, AbsorbQueryVariant::new).apply(surroundings),
        UnabsorbOutputVariant.with(linear, UnabsorbOutputVariant::new).apply(surroundings),
        DecompressHeadsVariant.with(linear, DecompressHeadsVariant::new).apply(surroundings),
        PagedMlaDecodeVariant.with(attention, PagedMlaDecodeVariant::new).apply(surroundings),
        MlaPrefillVariant.with(attention, MlaPrefillVariant::new).apply(surroundings));
  }
}
