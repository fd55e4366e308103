package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Model;
import org.junit.jupiter.api.Test;

/** A line of text is the recipe that wrote it, whatever its kind. */
final class RecipesTest {

  @Test
  void aLineReadsBackToItsRecipe() {
    for (GoldenOperator<?> operator : GoldenOperators.ALL) {
      readsBack(operator, DrawnRecipe.random(operator, 5));
      readsBack(operator, new ModelRecipe<>(operator, Model.DEEPSEEK_V3, -7));
    }
    PagedMlaDecodeRecipe named = PagedMlaDecodeRecipe.parse("heads=3 lengths=5,6 seed=2");
    readsBack(GoldenOperators.pagedMlaDecode(), named);
  }

  private static void readsBack(GoldenOperator<?> operator, Recipe<?> recipe) {
    assertEquals(recipe, Recipes.parse(operator, recipe.toString()));
  }

  @Test
  void aModelThatIsNone_orNoSeed_isRefused() {
    for (String line : new String[] {"model=x seed=1", "model=deepseek-v3", "model= seed=1"}) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> Recipes.parse(GoldenOperators.ALL.getFirst(), line));
      assertTrue(String.valueOf(refused.getMessage()).contains("is '"), refused::getMessage);
    }
  }
}
