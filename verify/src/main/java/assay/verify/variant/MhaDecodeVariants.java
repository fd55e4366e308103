package assay.verify.variant;

import static assay.verify.variant.AttentionOptions.BF16;
import static assay.verify.variant.AttentionOptions.F32;

import assay.spec.MhaDecode;
import assay.spec.MhaDecode.Problem;
import java.util.List;

/** Correct kernels for {@link MhaDecode}: MHA, GQA and MQA by one set of options each. */
final class MhaDecodeVariants {

  private static final AttentionOptions TILES = F32.withTileKeys(16);

  private static final List<HonestVariant<?>> ALL =
      List.of(
          variant("f32", F32),
          variant("warp", TILES.withScores(new Strided(32)).withValues(new Strided(4))),
          variant("base-e", TILES.withScaling(Scaling.NATURAL)),
          variant("split-4", F32.withTileKeys(8).withSplits(Splits.of(4))),
          variant("split-every-24", F32.withTileKeys(8).withSplits(Splits.every(24))),
          variant("backwards", TILES.withBackwards().withScaling(Scaling.QUERY)),
          variant("two-passes", TILES.withTwoPasses()),
          variant("head-alone", F32.withHeadsPerGroup(1).withScaling(Scaling.EXPONENT)),
          variant("bf16", BF16.withTileKeys(16)),
          variant("bf16-split-2", BF16.withTileKeys(8).withSplits(Splits.of(2))));

  private MhaDecodeVariants() {}

  static List<HonestVariant<?>> all() {
    return ALL;
  }

  private static HonestVariant<Problem> variant(String name, AttentionOptions options) {
    return new HonestVariant<>(
        "mha-" + name,
        MhaDecode.OPERATOR,
        options.contract(),
        MhaDecodeVariant.with(options, MhaDecodeVariant::new));
  }
}
