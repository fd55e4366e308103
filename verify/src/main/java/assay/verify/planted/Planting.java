package assay.verify.planted;

import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.PagedMlaDecode;
import assay.spec.SparseMlaDecode;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.MlaPrefillVariant;
import assay.verify.variant.PagedMlaDecodeVariant;
import assay.verify.variant.SparseMlaDecodeVariant;
import assay.verify.variant.Splits;
import java.util.List;

/** Makes planted bugs of attention variants, each expected to leave its error budget. */
final class Planting {

  /** Several tiles in a sequence of a few dozen keys. */
  static final AttentionOptions TILES = AttentionOptions.F32.withTileKeys(16);

  /** Several parts in it, some of them empty. */
  static final AttentionOptions SPLITS = TILES.withTileKeys(8).withSplits(Splits.of(4));

  private static final List<String> WITHIN_BUDGET = List.of("within-budget");

  private Planting() {}

  static PlantedBug<PagedMlaDecode.Problem> latent(
      BugClass kind,
      String id,
      String title,
      AttentionOptions options,
      PagedMlaDecodeVariant.Maker maker,
      String... sources) {
    return new PlantedBug<>(
        id,
        kind,
        title,
        List.of(sources),
        PagedMlaDecode.OPERATOR,
        options.contract(),
        PagedMlaDecodeVariant.with(options, maker),
        WITHIN_BUDGET,
        "");
  }

  static PlantedBug<MhaDecode.Problem> mha(
      BugClass kind,
      String id,
      String title,
      AttentionOptions options,
      MhaDecodeVariant.Maker maker,
      String... sources) {
    return new PlantedBug<>(
        id,
        kind,
        title,
        List.of(sources),
        MhaDecode.OPERATOR,
        options.contract(),
        MhaDecodeVariant.with(options, maker),
        WITHIN_BUDGET,
        "");
  }

  static PlantedBug<MlaPrefill.Problem> prefill(
      BugClass kind, String id, String title, MlaPrefillVariant.Maker maker, String... sources) {
    return new PlantedBug<>(
        id,
        kind,
        title,
        List.of(sources),
        MlaPrefill.OPERATOR,
        TILES.contract(),
        MlaPrefillVariant.with(TILES, maker),
        WITHIN_BUDGET,
        "");
  }

  static PlantedBug<SparseMlaDecode.Problem> sparse(
      BugClass kind,
      String id,
      String title,
      AttentionOptions options,
      SparseMlaDecodeVariant.Maker maker,
      String... sources) {
    return new PlantedBug<>(
        id,
        kind,
        title,
        List.of(sources),
        SparseMlaDecode.OPERATOR,
        options.contract(),
        SparseMlaDecodeVariant.with(options, maker),
        WITHIN_BUDGET,
        "");
  }
}
