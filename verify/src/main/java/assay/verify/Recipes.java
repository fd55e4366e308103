package assay.verify;

import assay.spec.PagedMlaDecode;

/** Lines of text as problems. */
public final class Recipes {

  private static final String CHOICES = "choices=";
  private static final String MODEL = "model=";

  private Recipes() {}

  /**
   * A problem by its choices ({@link DrawnRecipe}), by a model ({@link ModelRecipe}), or, of {@link
   * PagedMlaDecode}, by names ({@link PagedMlaDecodeRecipe}).
   *
   * @throws IllegalArgumentException if it is none of them
   */
  @SuppressWarnings("unchecked") // decode's problems are P
  public static <P> Recipe<P> parse(GoldenOperator<P> operator, String line) {
    if (line.startsWith(MODEL)) {
      return ModelRecipe.parse(operator, line);
    }
    boolean named = operator.operator().equals(PagedMlaDecode.OPERATOR) && !line.contains(CHOICES);
    return named ? (Recipe<P>) PagedMlaDecodeRecipe.parse(line) : DrawnRecipe.parse(operator, line);
  }
}
