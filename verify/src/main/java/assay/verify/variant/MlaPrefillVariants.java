package assay.verify.variant;

import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import java.util.List;

/** Correct kernels for {@link MlaPrefill}. */
final class MlaPrefillVariants {

  private static final AttentionOptions F32 = AttentionOptions.F32;

  private static final List<HonestVariant<?>> ALL =
      List.of(
          variant("f32", F32),
          variant("natural-tiles-of-16", F32.withTileKeys(16).withScaling(Scaling.NATURAL)),
          variant("split-4", F32.withTileKeys(8).withSplits(Splits.of(4))),
          variant("split-every-24", F32.withTileKeys(8).withSplits(Splits.every(24))),
          variant(
              "backwards-query-scaled",
              F32.withTileKeys(16).withBackwards().withScaling(Scaling.QUERY)),
          variant("two-passes", F32.withTileKeys(32).withTwoPasses()),
          variant("one-head-a-group", F32.withHeadsPerGroup(1).withScaling(Scaling.EXPONENT)),
          variant("bf16", AttentionOptions.BF16.withTileKeys(16)));

  private MlaPrefillVariants() {}

  static List<List<HonestVariant<?>>> families() {
    return List.of(ALL);
  }

  private static HonestVariant<Problem> variant(String name, AttentionOptions options) {
    return new HonestVariant<>(
        "prefill-" + name,
        MlaPrefill.OPERATOR,
        options.contract(),
        MlaPrefillVariant.with(options, MlaPrefillVariant::new));
  }
}
