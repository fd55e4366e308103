package assay.verify.variant;

import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import java.util.List;

/** Correct kernels for {@link PagedMlaDecode}. */
public final class PagedMlaDecodeVariants {

  private static final List<HonestVariant<?>> ALL =
      List.of(
          variant("f32", AttentionOptions.F32),
          variant("bf16", AttentionOptions.BF16),
          variant("split-8", AttentionOptions.F32.withSplits(Splits.of(8))),
          variant("split-8-bf16", AttentionOptions.BF16.withSplits(Splits.of(8))));

  private PagedMlaDecodeVariants() {}

  static List<HonestVariant<?>> all() {
    return ALL;
  }

  private static HonestVariant<Problem> variant(String name, AttentionOptions options) {
    return new HonestVariant<>(
        "decode-" + name,
        PagedMlaDecode.OPERATOR,
        options.contract(),
        PagedMlaDecodeVariant.with(options, PagedMlaDecodeVariant::new));
  }
}
