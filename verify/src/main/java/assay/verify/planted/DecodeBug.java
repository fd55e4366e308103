package assay.verify.planted;

import assay.spec.NumericContract;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.PagedMlaDecodeVariant;
import assay.verify.variant.Splits;
import java.util.List;

/**
 * A bug of {@link PagedMlaDecode} in the making.
 *
 * @param options of the correct kernel that it is a delta of
 * @param contract what it claims
 * @param catcher the property that is expected to fail
 */
record DecodeBug(
    BugClass kind, AttentionOptions options, NumericContract contract, String catcher) {

  /** F32, tiles of 32 keys. */
  static DecodeBug in(BugClass kind) {
    return of(kind, AttentionOptions.F32.withTileKeys(32));
  }

  /** As {@link #in}, over four parts. */
  static DecodeBug split(BugClass kind) {
    return of(kind, AttentionOptions.F32.withTileKeys(16).withSplits(Splits.of(4)));
  }

  static DecodeBug of(BugClass kind, AttentionOptions options) {
    return new DecodeBug(kind, options, options.contract(), "within-budget");
  }

  /** Caught by another property than the budgets'. */
  DecodeBug caughtBy(String property) {
    return new DecodeBug(kind, options, contract, property);
  }

  /** Runs with other options than those whose contract it claims. */
  DecodeBug running(AttentionOptions others) {
    return new DecodeBug(kind, others, contract, catcher);
  }

  /** The bug, with the kernel that has it. */
  PlantedBug<Problem> bug(
      String id, String title, PagedMlaDecodeVariant.Maker maker, String... sources) {
    return new PlantedBug<>(
        id,
        kind,
        title,
        List.of(sources),
        PagedMlaDecode.OPERATOR,
        contract,
        PagedMlaDecodeVariant.with(options, maker),
        List.of(catcher),
        "");
  }
}
