package assay.verify;

import assay.golden.AbsorbQueryFormula;
import assay.golden.AbsorbQueryReference;
import assay.golden.AppendLatentCacheFormula;
import assay.golden.AppendLatentCacheReference;
import assay.golden.CombineSplitsFormula;
import assay.golden.CombineSplitsReference;
import assay.golden.DecompressHeadsFormula;
import assay.golden.DecompressHeadsReference;
import assay.golden.MhaDecodeFormula;
import assay.golden.MhaDecodeReference;
import assay.golden.MlaLayerFormula;
import assay.golden.MlaLayerReference;
import assay.golden.MlaPrefillFormula;
import assay.golden.MlaPrefillReference;
import assay.golden.PagedMlaDecodeFormula;
import assay.golden.PagedMlaDecodeReference;
import assay.golden.ProjectionFormula;
import assay.golden.ProjectionReference;
import assay.golden.RmsNormFormula;
import assay.golden.RmsNormReference;
import assay.golden.RotaryEmbeddingFormula;
import assay.golden.RotaryEmbeddingReference;
import assay.golden.SparseMlaDecodeFormula;
import assay.golden.SparseMlaDecodeReference;
import assay.golden.UnabsorbOutputFormula;
import assay.golden.UnabsorbOutputReference;
import assay.spec.AbsorbQuery;
import assay.spec.AppendLatentCache;
import assay.spec.CombineSplits;
import assay.spec.DecompressHeads;
import assay.spec.MhaDecode;
import assay.spec.MlaLayer;
import assay.spec.MlaPrefill;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.Projection;
import assay.spec.RmsNorm;
import assay.spec.RotaryEmbedding;
import assay.spec.SparseMlaDecode;
import assay.spec.UnabsorbOutput;
import java.util.List;

/** Every operator's {@link GoldenOperator}. */
public final class GoldenOperators {

  private static final GoldenOperator<RmsNorm.Problem> RMS_NORM =
      new GoldenOperator<>(
          RmsNorm.OPERATOR,
          RmsNormReference.create(),
          new RmsNormFormula(),
          RmsNormProblems::small,
          RmsNormProblems::like,
          RmsNormProblems::data,
          (subject, golden) -> new RmsNormProperties(subject, golden).all());

  private static final GoldenOperator<RotaryEmbedding.Problem> ROTARY_EMBEDDING =
      new GoldenOperator<>(
          RotaryEmbedding.OPERATOR,
          RotaryEmbeddingReference.create(),
          new RotaryEmbeddingFormula(),
          RotaryEmbeddingProblems::small,
          RotaryEmbeddingProblems::like,
          RotaryEmbeddingProblems::data,
          (subject, golden) -> new RotaryEmbeddingProperties(subject, golden).all());

  private static final GoldenOperator<Projection.Problem> PROJECTION =
      new GoldenOperator<>(
          Projection.OPERATOR,
          ProjectionReference.create(),
          new ProjectionFormula(),
          ProjectionProblems::small,
          ProjectionProblems::like,
          ProjectionProblems::data,
          (subject, golden) -> new ProjectionProperties(subject, golden).all());

  private static final GoldenOperator<AbsorbQuery.Problem> ABSORB_QUERY =
      new GoldenOperator<>(
          AbsorbQuery.OPERATOR,
          AbsorbQueryReference.create(),
          new AbsorbQueryFormula(),
          AbsorbQueryProblems::small,
          AbsorbQueryProblems::like,
          AbsorbQueryProblems::data,
          (subject, golden) -> new AbsorbQueryProperties(subject, golden).all());

  private static final GoldenOperator<UnabsorbOutput.Problem> UNABSORB_OUTPUT =
      new GoldenOperator<>(
          UnabsorbOutput.OPERATOR,
          UnabsorbOutputReference.create(),
          new UnabsorbOutputFormula(),
          UnabsorbOutputProblems::small,
          UnabsorbOutputProblems::like,
          UnabsorbOutputProblems::data,
          (subject, golden) -> new UnabsorbOutputProperties(subject, golden).all());

  private static final GoldenOperator<DecompressHeads.Problem> DECOMPRESS_HEADS =
      new GoldenOperator<>(
          DecompressHeads.OPERATOR,
          DecompressHeadsReference.create(),
          new DecompressHeadsFormula(),
          DecompressHeadsProblems::small,
          DecompressHeadsProblems::like,
          DecompressHeadsProblems::data,
          (subject, golden) -> new DecompressHeadsProperties(subject, golden).all());

  private static final GoldenOperator<PagedMlaDecode.Problem> PAGED_MLA_DECODE =
      new GoldenOperator<>(
          PagedMlaDecode.OPERATOR,
          PagedMlaDecodeReference.create(),
          new PagedMlaDecodeFormula(),
          PagedMlaDecodeProblems::small,
          PagedMlaDecodeProblems::like,
          PagedMlaDecodeProblems::data,
          (subject, golden) -> new PagedMlaDecodeProperties(subject, golden).all());

  private static final GoldenOperator<CombineSplits.Problem> COMBINE_SPLITS =
      new GoldenOperator<>(
          CombineSplits.OPERATOR,
          CombineSplitsReference.create(),
          new CombineSplitsFormula(),
          CombineSplitsProblems::small,
          CombineSplitsProblems::like,
          CombineSplitsProblems::data,
          (subject, golden) -> new CombineSplitsProperties(subject, golden).all());

  private static final GoldenOperator<AppendLatentCache.Problem> APPEND_LATENT_CACHE =
      new GoldenOperator<>(
          AppendLatentCache.OPERATOR,
          new AppendLatentCacheReference(),
          new AppendLatentCacheFormula(),
          AppendLatentCacheProblems::small,
          AppendLatentCacheProblems::like,
          AppendLatentCacheProblems::data,
          (subject, golden) -> new AppendLatentCacheProperties(subject, golden).all());

  private static final GoldenOperator<MlaPrefill.Problem> MLA_PREFILL =
      new GoldenOperator<>(
          MlaPrefill.OPERATOR,
          MlaPrefillReference.create(),
          new MlaPrefillFormula(),
          MlaPrefillProblems::small,
          MlaPrefillProblems::like,
          MlaPrefillProblems::data,
          (subject, golden) -> new MlaPrefillProperties(subject, golden).all());

  private static final GoldenOperator<SparseMlaDecode.Problem> SPARSE_MLA_DECODE =
      new GoldenOperator<>(
          SparseMlaDecode.OPERATOR,
          SparseMlaDecodeReference.create(),
          new SparseMlaDecodeFormula(),
          SparseMlaDecodeProblems::small,
          SparseMlaDecodeProblems::like,
          SparseMlaDecodeProblems::data,
          (subject, golden) -> new SparseMlaDecodeProperties(subject, golden).all());

  private static final GoldenOperator<MhaDecode.Problem> MHA_DECODE =
      new GoldenOperator<>(
          MhaDecode.OPERATOR,
          MhaDecodeReference.create(),
          new MhaDecodeFormula(),
          MhaDecodeProblems::small,
          MhaDecodeProblems::like,
          MhaDecodeProblems::data,
          (subject, golden) -> new MhaDecodeProperties(subject, golden).all());

  private static final GoldenOperator<MlaLayer.Problem> MLA_LAYER =
      new GoldenOperator<>(
          MlaLayer.OPERATOR,
          MlaLayerReference.create(),
          new MlaLayerFormula(),
          MlaLayerProblems::small,
          MlaLayerProblems::like,
          MlaLayerProblems::data,
          (subject, golden) -> new MlaLayerProperties(subject, golden).all());

  /** In the order of {@link Operator#ALL}. */
  public static final List<GoldenOperator<?>> ALL =
      List.of(
          RMS_NORM,
          ROTARY_EMBEDDING,
          PROJECTION,
          ABSORB_QUERY,
          UNABSORB_OUTPUT,
          DECOMPRESS_HEADS,
          APPEND_LATENT_CACHE,
          PAGED_MLA_DECODE,
          COMBINE_SPLITS,
          MLA_PREFILL,
          SPARSE_MLA_DECODE,
          MHA_DECODE,
          MLA_LAYER);

  private GoldenOperators() {}

  /** That of {@link PagedMlaDecode}. */
  public static GoldenOperator<PagedMlaDecode.Problem> pagedMlaDecode() {
    return PAGED_MLA_DECODE;
  }

  /** That of {@code operator}. */
  public static GoldenOperator<?> of(Operator operator) {
    return ALL.stream()
        .filter(golden -> golden.operator().equals(operator))
        .findFirst()
        .orElseThrow();
  }
}
