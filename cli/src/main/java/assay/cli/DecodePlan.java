package assay.cli;

import assay.spec.Model;
import assay.verify.AimedProblems;
import assay.verify.PagedMlaDecodeProblems;
import assay.verify.PagedMlaDecodeRecipe;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Problems of {@link assay.spec.PagedMlaDecode} in a run. */
final class DecodePlan {

  private static final int PRODUCTION_LENGTH = 1024;

  /** A length that ends in the middle of a page and of a tile. */
  private static final int RAGGED_LENGTH = 963;

  private static final int SHORT_LENGTH = 130;

  private DecodePlan() {}

  /** The decode step of one model, over one sequence. */
  static PagedMlaDecodeRecipe of(Model model, long seed) {
    return PagedMlaDecodeProblems.model(model, List.of(PRODUCTION_LENGTH), Pattern.NEEDLES, seed);
  }

  /** Boundaries, random problems, and a small model. */
  static List<PagedMlaDecodeRecipe> common(long seed, int randomCases) {
    List<PagedMlaDecodeRecipe> common = new ArrayList<>(PagedMlaDecodeProblems.boundary(seed));
    common.addAll(PagedMlaDecodeProblems.random(seed, randomCases));
    common.add(
        PagedMlaDecodeProblems.model(
            Model.DEEPSEEK_V2_LITE, List.of(SHORT_LENGTH, 1), Pattern.NEEDLES, seed));
    return common;
  }

  /** Keys too wide for the matrix units' tiles, of one head and of more. */
  static List<PagedMlaDecodeRecipe> wide(long seed) {
    String recipe = "heads=%d latent=512 rope=66 lengths=9,70 seed=%d";
    return IntStream.of(1, 3)
        .mapToObj(heads -> PagedMlaDecodeRecipe.parse(recipe.formatted(heads, seed)))
        .toList();
  }

  /** Real models at full length, and {@link AimedProblems}. */
  static List<PagedMlaDecodeRecipe> longest(long seed) {
    return Stream.concat(catalogue(seed).stream(), AimedProblems.PAGED_MLA_DECODE.stream())
        .toList();
  }

  /**
   * V2-Lite and V3 at production length, and every catalogue model at a shorter one; models whose
   * decode is the same give one problem.
   */
  private static List<PagedMlaDecodeRecipe> catalogue(long seed) {
    List<PagedMlaDecodeRecipe> recipes = new ArrayList<>();
    recipes.add(
        PagedMlaDecodeProblems.model(
            Model.DEEPSEEK_V2_LITE, List.of(PRODUCTION_LENGTH), Pattern.NORMAL, seed));
    recipes.add(
        PagedMlaDecodeProblems.model(
            Model.DEEPSEEK_V3, List.of(PRODUCTION_LENGTH, RAGGED_LENGTH), Pattern.NEEDLES, seed));
    for (Model model : Model.CATALOGUE) {
      recipes.add(
          PagedMlaDecodeProblems.model(model, List.of(SHORT_LENGTH), Pattern.NEEDLES, seed));
    }
    return recipes.stream().distinct().toList();
  }
}
