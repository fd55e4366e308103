package assay.verify;

import assay.spec.MlaLayer;
import assay.spec.PagedMlaDecode;

/** Lines of text as problems. */
public final class Recipes {

  private static final String CHOICES = "choices=";
  private static final String MODEL = "model=";
  private static final String STEPS = " prefill=";

  private Recipes() {}

  /**
   * A problem by its choices ({@link DrawnRecipe}), by a model ({@link ModelRecipe}), or by names:
   * of {@link PagedMlaDecode} ({@link PagedMlaDecodeRecipe}), and of {@link MlaLayer} by the steps
   * of a sequence ({@link MlaLayerRecipe}).
   *
   * @throws IllegalArgumentException if it is none of them
   */
  @SuppressWarnings("unchecked") // the operator's problems are P
  public static <P> Recipe<P> parse(GoldenOperator<P> operator, String line) {
    if (operator.operator().equals(MlaLayer.OPERATOR) && line.contains(STEPS)) {
      return (Recipe<P>) MlaLayerRecipe.parse(line);
    }
    if (line.startsWith(MODEL)) {
      return ModelRecipe.parse(operator, line);
    }
    boolean named = operator.operator().equals(PagedMlaDecode.OPERATOR) && !line.contains(CHOICES);
    return named ? (Recipe<P>) PagedMlaDecodeRecipe.parse(line) : DrawnRecipe.parse(operator, line);
  }
}
