package assay.cli;

import assay.spec.Model;
import assay.spec.PagedMlaDecode;
import assay.verify.Counterexamples;
import assay.verify.DrawnRecipe;
import assay.verify.GoldenOperator;
import assay.verify.ModelRecipe;
import assay.verify.Property;
import assay.verify.Recipe;
import assay.verify.Recipes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/**
 * Which problems a run poses.
 *
 * @param <P> the operator's problem
 * @param common to every property, or one in so many of them
 * @param longest to {@code within-budget} alone: they take longest
 * @param counterexamples whether each property's {@link Counterexamples} come first
 * @param all whether every property is posed all of the common ones
 */
record VerifyPlan<P>(
    GoldenOperator<P> golden,
    List<? extends Recipe<P>> common,
    List<? extends Recipe<P>> longest,
    boolean counterexamples,
    boolean all) {

  private static final String WITHIN_BUDGET = "within-budget";

  /** Problems drawn, at most, for each that is posed. */
  private static final int DRAWS = 50;

  /** The same for each of a model's shape: one in a hundred is of FP8 that a kernel reads. */
  private static final int MODEL_DRAWS = 400;

  /** Small, large, and with widths that are no powers of two. */
  private static final List<Model> MODELS =
      List.of(Model.DEEPSEEK_V2_LITE, Model.DEEPSEEK_V3, Model.MINICPM3);

  /** Chosen problems, for every property. */
  static <P> VerifyPlan<P> only(GoldenOperator<P> golden, List<? extends Recipe<P>> recipes) {
    return new VerifyPlan<>(golden, recipes, List.of(), false, true);
  }

  /** A problem of each model's shape, in formats that are accepted where there are such. */
  static <P> VerifyPlan<P> models(
      GoldenOperator<P> golden, List<Model> models, long seed, Predicate<P> accepted) {
    boolean decode = takesBFloat16(golden, seed, accepted);
    List<Recipe<P>> recipes = new ArrayList<>();
    for (Model model : models) {
      recipes.addAll(
          decode
              ? VerifyPlan.<P>decode(List.of(DecodePlan.of(model, seed)))
              : List.of(like(golden, model, seed, accepted)));
    }
    return only(golden, recipes);
  }

  /**
   * Boundaries, random problems, and the shapes of real models. Counterexamples of decode are of
   * dense bf16, so a kernel for another cache has none.
   *
   * @param accepted whether a problem has formats and sizes that the kernel takes; few kernels take
   *     all that are drawn
   * @param chooses whether it is a decode kernel of any cache, which is posed all kinds
   */
  static <P> VerifyPlan<P> standard(
      GoldenOperator<P> golden,
      long seed,
      int randomCases,
      Predicate<P> accepted,
      boolean chooses) {
    if (takesBFloat16(golden, seed, accepted)) {
      List<Recipe<P>> common =
          new ArrayList<>(VerifyPlan.<P>decode(DecodePlan.common(seed, randomCases)));
      if (chooses) {
        common.addAll(VerifyPlan.<P>decode(DecodePlan.wide(seed)));
        common.addAll(drawn(golden, seed, randomCases, accepted));
      }
      return new VerifyPlan<>(golden, common, decode(DecodePlan.longest(seed)), true, false);
    }
    List<DrawnRecipe<P>> drawn = drawn(golden, seed, randomCases, accepted);
    List<ModelRecipe<P>> models =
        MODELS.stream().map(model -> like(golden, model, seed, accepted)).toList();
    return new VerifyPlan<>(
        golden, drawn, models, !golden.operator().equals(PagedMlaDecode.OPERATOR), false);
  }

  private static <P> List<DrawnRecipe<P>> drawn(
      GoldenOperator<P> golden, long seed, int count, Predicate<P> accepted) {
    return LongStream.range(seed, seed + (long) DRAWS * count)
        .mapToObj(one -> DrawnRecipe.random(golden, one))
        .filter(recipe -> accepted.test(recipe.problem()))
        .limit(count)
        .toList();
  }

  private static <P> ModelRecipe<P> like(
      GoldenOperator<P> golden, Model model, long seed, Predicate<P> accepted) {
    return LongStream.range(seed, seed + MODEL_DRAWS)
        .mapToObj(one -> new ModelRecipe<>(golden, model, one))
        .filter(recipe -> accepted.test(recipe.problem()))
        .findFirst()
        .orElseGet(() -> new ModelRecipe<>(golden, model, seed));
  }

  /** Whether it is a decode kernel of dense bf16, which is what the recipes of decode have. */
  private static <P> boolean takesBFloat16(
      GoldenOperator<P> golden, long seed, Predicate<P> accepted) {
    return golden.operator().equals(PagedMlaDecode.OPERATOR)
        && VerifyPlan.<P>decode(DecodePlan.common(seed, 1)).stream()
            .limit(DRAWS)
            .anyMatch(recipe -> accepted.test(recipe.problem()));
  }

  @SuppressWarnings("unchecked") // the problems of that operator
  private static <P> List<Recipe<P>> decode(
      List<? extends Recipe<PagedMlaDecode.Problem>> recipes) {
    return (List<Recipe<P>>) (List<?>) recipes;
  }

  /** The problems of one property: of the common ones no more than it asks for. */
  List<Recipe<P>> recipes(Property<P> property) {
    List<Recipe<P>> recipes = new ArrayList<>();
    if (counterexamples) {
      Counterexamples.of(golden.operator().name().kebab(), property.name()).stream()
          .map(example -> Recipes.parse(golden, example.problem()))
          .forEach(recipes::add);
    }
    int oneIn = all ? 1 : Math.min(property.oneIn(), common.size());
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
}
