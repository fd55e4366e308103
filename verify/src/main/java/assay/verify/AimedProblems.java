package assay.verify;

import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Problems at the ends of what an operator meets: too long to be drawn often, and the only ones on
 * which some bugs show.
 */
public final class AimedProblems {

  /** Scores far below −5 · 10⁴; contexts long enough for narrow sums, and for many tiles. */
  public static final List<PagedMlaDecodeRecipe> PAGED_MLA_DECODE =
      Stream.of(
              "heads=16 latent=64 rope=8 lengths=1,2 scale=32 gain=100",
              "heads=1 latent=16 rope=8 lengths=4096 pattern=offset",
              "heads=1 latent=16 rope=8 lengths=32768 pattern=offset",
              "heads=4 latent=48 rope=16 lengths=32768 scale=0.125 gain=3 pattern=needles")
          .map(PagedMlaDecodeRecipe::parse)
          .toList();

  private AimedProblems() {}

  /** Those of {@code operator}, whose problems are P; none where drawn ones are enough. */
  @SuppressWarnings("unchecked") // decode's problems are P
  public static <P> List<Recipe<P>> of(Operator operator) {
    return operator.equals(PagedMlaDecode.OPERATOR)
        ? (List<Recipe<P>>) (List<?>) PAGED_MLA_DECODE
        : List.of();
  }
}
