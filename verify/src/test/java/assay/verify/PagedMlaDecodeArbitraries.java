package assay.verify;

import assay.verify.PagedMlaDecodeProblems.Width;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Recipes for jqwik: it draws and shrinks shapes and seeds, never tensor elements. */
final class PagedMlaDecodeArbitraries {

  private static final int MAX_BATCH = 4;

  private PagedMlaDecodeArbitraries() {}

  static Arbitrary<PagedMlaDecodeRecipe> recipes() {
    return Arbitraries.of(PagedMlaDecodeProblems.PAGE_SIZES)
        .flatMap(PagedMlaDecodeArbitraries::recipes);
  }

  private static Arbitrary<PagedMlaDecodeRecipe> recipes(int pageSize) {
    return Combinators.combine(
            Arbitraries.of(PagedMlaDecodeProblems.HEADS),
            Arbitraries.of(PagedMlaDecodeProblems.WIDTHS),
            Arbitraries.of(PagedMlaDecodeProblems.QUERY_TOKENS),
            Arbitraries.of(false, true),
            lengths(pageSize),
            Arbitraries.of(PagedMlaDecodeProblems.GAINS),
            Arbitraries.of(Pattern.class),
            Arbitraries.longs().between(0, Integer.MAX_VALUE))
        .as((heads, width, queryTokens, causal, lengths, gain, pattern, seed) ->
            recipe(heads, width, queryTokens, causal, pageSize, lengths, gain, pattern, seed));
  }

  private static Arbitrary<List<Integer>> lengths(int pageSize) {
    return Arbitraries.of(PagedMlaDecodeProblems.boundaryLengths(pageSize))
        .list()
        .ofMinSize(1)
        .ofMaxSize(MAX_BATCH);
  }

  private static PagedMlaDecodeRecipe recipe(
      int heads,
      Width width,
      int queryTokens,
      boolean causal,
      int pageSize,
      List<Integer> lengths,
      double gain,
      Pattern pattern,
      long seed) {
    return new PagedMlaDecodeRecipe(
        heads,
        width.latent(),
        width.rope(),
        queryTokens,
        causal,
        pageSize,
        lengths,
        PagedMlaDecodeProblems.scale(width),
        gain,
        pattern,
        seed);
  }
}
