package assay.verify.variant;

import static assay.verify.variant.AttentionOptions.BF16;
import static assay.verify.variant.AttentionOptions.F32;

import assay.spec.MlaPrefill;
import assay.spec.MlaPrefill.Problem;
import java.util.List;

/** Correct kernels for {@link MlaPrefill}, with query blocks of several sizes. */
final class MlaPrefillVariants {

  private static final AttentionOptions TILES = F32.withTileKeys(16);

  private static final List<HonestVariant<?>> ALL =
      List.of(
          variant("f32", F32),
          variant("base-e", TILES.withScaling(Scaling.NATURAL)),
          variant("split-4", F32.withTileKeys(8).withSplits(Splits.of(4))),
          variant("split-every-24", F32.withTileKeys(8).withSplits(Splits.every(24))),
          variant("backwards", TILES.withBackwards().withScaling(Scaling.QUERY)),
          variant("two-passes", TILES.withTwoPasses()),
          variant("scale-in-exponent", F32.withScaling(Scaling.EXPONENT)),
          variant("bf16", BF16.withTileKeys(16)),
          blocks("query-alone", 1),
          blocks("blocks-of-64", 64));

  private MlaPrefillVariants() {}

  static List<HonestVariant<?>> all() {
    return ALL;
  }

  private static HonestVariant<Problem> variant(String name, AttentionOptions options) {
    return variant(name, options, MlaPrefillVariant::new);
  }

  private static HonestVariant<Problem> variant(
      String name, AttentionOptions options, MlaPrefillVariant.Maker maker) {
    return new HonestVariant<>(
        "prefill-" + name,
        MlaPrefill.OPERATOR,
        options.contract(),
        MlaPrefillVariant.with(options, maker));
  }

  private static HonestVariant<Problem> blocks(String name, int queries) {
    return variant(
        name,
        TILES,
        (memory, options, problem) ->
            new MlaPrefillVariant(memory, options, problem) {
              @Override
              protected int blockQueries() {
                return queries;
              }
            });
  }
}
