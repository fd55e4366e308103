package assay.verify;

import assay.golden.AbsorbQueryFormula;
import assay.golden.AbsorbQueryReference;
import assay.golden.CombineSplitsFormula;
import assay.golden.CombineSplitsReference;
import assay.golden.DecompressHeadsFormula;
import assay.golden.DecompressHeadsReference;
import assay.golden.PagedMlaDecodeFormula;
import assay.golden.PagedMlaDecodeReference;
import assay.golden.ProjectionFormula;
import assay.golden.ProjectionReference;
import assay.golden.RmsNormFormula;
import assay.golden.RmsNormReference;
import assay.golden.RotaryEmbeddingFormula;
import assay.golden.RotaryEmbeddingReference;
import assay.golden.UnabsorbOutputFormula;
import assay.golden.UnabsorbOutputReference;
import assay.spec.AbsorbQuery;
import assay.spec.CombineSplits;
import assay.spec.DecompressHeads;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.Projection;
import assay.spec.RmsNorm;
import assay.spec.RotaryEmbedding;
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
          RmsNormProblems::data);

  private static final GoldenOperator<RotaryEmbedding.Problem> ROTARY_EMBEDDING =
      new GoldenOperator<>(
          RotaryEmbedding.OPERATOR,
          RotaryEmbeddingReference.create(),
          new RotaryEmbeddingFormula(),
          RotaryEmbeddingProblems::small,
          RotaryEmbeddingProblems::like,
          RotaryEmbeddingProblems::data);

  private static final GoldenOperator<Projection.Problem> PROJECTION =
      new GoldenOperator<>(
          Projection.OPERATOR,
          ProjectionReference.create(),
          new ProjectionFormula(),
          ProjectionProblems::small,
          ProjectionProblems::like,
          ProjectionProblems::data);

  private static final GoldenOperator<AbsorbQuery.Problem> ABSORB_QUERY =
      new GoldenOperator<>(
          AbsorbQuery.OPERATOR,
          AbsorbQueryReference.create(),
          new AbsorbQueryFormula(),
          AbsorbQueryProblems::small,
          AbsorbQueryProblems::like,
          AbsorbQueryProblems::data);

  private static final GoldenOperator<UnabsorbOutput.Problem> UNABSORB_OUTPUT =
      new GoldenOperator<>(
          UnabsorbOutput.OPERATOR,
          UnabsorbOutputReference.create(),
          new UnabsorbOutputFormula(),
          UnabsorbOutputProblems::small,
          UnabsorbOutputProblems::like,
          UnabsorbOutputProblems::data);

  private static final GoldenOperator<DecompressHeads.Problem> DECOMPRESS_HEADS =
      new GoldenOperator<>(
          DecompressHeads.OPERATOR,
          DecompressHeadsReference.create(),
          new DecompressHeadsFormula(),
          DecompressHeadsProblems::small,
          DecompressHeadsProblems::like,
          DecompressHeadsProblems::data);

  private static final GoldenOperator<PagedMlaDecode.Problem> PAGED_MLA_DECODE =
      new GoldenOperator<>(
          PagedMlaDecode.OPERATOR,
          PagedMlaDecodeReference.create(),
          new PagedMlaDecodeFormula(),
          seed -> PagedMlaDecodeProblems.random(seed).problem(),
          PagedMlaDecodeProblems::like,
          PagedMlaDecodeProblems::data);

  private static final GoldenOperator<CombineSplits.Problem> COMBINE_SPLITS =
      new GoldenOperator<>(
          CombineSplits.OPERATOR,
          CombineSplitsReference.create(),
          new CombineSplitsFormula(),
          CombineSplitsProblems::small,
          CombineSplitsProblems::like,
          CombineSplitsProblems::data);

  /** In the order of {@link Operator#ALL}. */
  public static final List<GoldenOperator<?>> ALL =
      List.of(
          RMS_NORM,
          ROTARY_EMBEDDING,
          PROJECTION,
          ABSORB_QUERY,
          UNABSORB_OUTPUT,
          DECOMPRESS_HEADS,
          PAGED_MLA_DECODE,
          COMBINE_SPLITS);

  private GoldenOperators() {}

  /** That of {@code operator}. */
  public static GoldenOperator<?> of(Operator operator) {
    return ALL.stream()
        .filter(golden -> golden.operator().equals(operator))
        .findFirst()
        .orElseThrow();
  }
}
