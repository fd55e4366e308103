package assay.cli;

import assay.spec.Model;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.AimedProblems;
import assay.verify.Counterexamples;
import assay.verify.PagedMlaDecodeProblems;
import assay.verify.PagedMlaDecodeRecipe;
import assay.verify.PagedMlaDecodeRecipe.Pattern;
import assay.verify.Property;
import assay.verify.Recipe;
import assay.verify.Recipes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which problems a run poses.
 *
 * @param common to every property, or one in so many of them
 * @param longest real models at full length and {@link AimedProblems}, to {@code within-budget}
 *     alone: they take longest
 * @param counterexamples whether each property's {@link Counterexamples} come first
 */
record VerifyPlan(
    List<? extends Recipe<Problem>> common,
    List<? extends Recipe<Problem>> longest,
    boolean counterexamples) {

  private static final String WITHIN_BUDGET = "within-budget";
  private static final int PRODUCTION_LENGTH = 1024;

  /** A length that ends in the middle of a page and of a tile. */
  private static final int RAGGED_LENGTH = 963;

  private static final int SHORT_LENGTH = 130;

  /** One problem. */
  static VerifyPlan only(Recipe<Problem> recipe) {
    return new VerifyPlan(List.of(recipe), List.of(), false);
  }

  /** The decode step of one model, over one sequence. */
  static VerifyPlan model(Model model, long seed) {
    return only(
        PagedMlaDecodeProblems.model(model, List.of(PRODUCTION_LENGTH), Pattern.NEEDLES, seed));
  }

  /** Boundaries, random problems, and the shapes of real models. */
  static VerifyPlan standard(long seed, int randomCases) {
    List<PagedMlaDecodeRecipe> common = new ArrayList<>(PagedMlaDecodeProblems.boundary(seed));
    common.addAll(PagedMlaDecodeProblems.random(seed, randomCases));
    common.add(
        PagedMlaDecodeProblems.model(
            Model.DEEPSEEK_V2_LITE, List.of(SHORT_LENGTH, 1), Pattern.NEEDLES, seed));
    return new VerifyPlan(common, longest(seed), true);
  }

  private static List<PagedMlaDecodeRecipe> longest(long seed) {
    return Stream.concat(catalogue(seed).stream(), AimedProblems.PAGED_MLA_DECODE.stream())
        .toList();
  }

  /** The problems of one property: of the common ones no more than it asks for. */
  List<Recipe<Problem>> recipes(Property<Problem> property) {
    List<Recipe<Problem>> recipes = new ArrayList<>();
    if (counterexamples) {
      Counterexamples.of(KernelSubject.operator(), property.name()).stream()
          .map(example -> Recipes.pagedMlaDecode(example.problem()))
          .forEach(recipes::add);
    }
    int oneIn = Math.min(property.oneIn(), common.size());
    for (int i = 0; i < common.size(); i++) {
      if (i % oneIn == Math.floorMod(property.name().hashCode(), oneIn)) {
        recipes.add(common.get(i));
      }
    }
    if (property.name().equals(WITHIN_BUDGET)) {
      recipes.addAll(longest);
    }
    return recipes;
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
