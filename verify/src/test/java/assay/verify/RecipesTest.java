package assay.verify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.MlaLayer;
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
    String steps = "model=deepseek-v2-lite hidden=64 prefill=512 decode=64 form=absorbed seed=7";
    readsBack(GoldenOperators.of(MlaLayer.OPERATOR), MlaLayerRecipe.parse(steps));
    assertEquals(steps, MlaLayerRecipe.parse(steps).toString());
  }

  @Test
  void stepsOfALayer_areWhatTheLineSays() {
    var steps =
        MlaLayerRecipe.parse("model=minicpm3-4b hidden=8 prefill=3 decode=2 form=expanded seed=1");
    assertEquals(8, steps.problem().shape().hidden());
    assertEquals(40, steps.problem().shape().heads());
    assertArrayEquals(new int[] {3, 1, 1}, steps.problem().schedule().steps()[0]);
    assertThrows(
        IllegalArgumentException.class,
        () ->
            Recipes.parse(
                GoldenOperators.of(MlaLayer.OPERATOR), "model=deepseek-v3 prefill=1 seed=1"));
    assertThrows(
        IllegalArgumentException.class,
        () -> MlaLayerRecipe.parse("model=x hidden=8 prefill=3 decode=2 form=expanded seed=1"));
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
