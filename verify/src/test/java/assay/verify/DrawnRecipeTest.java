package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.MhaDecode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operator's problems in a line, and their way down to the simplest. */
class DrawnRecipeTest {

  @SuppressWarnings("unchecked") // that operator's problems
  private static final GoldenOperator<MhaDecode.Problem> MHA =
      (GoldenOperator<MhaDecode.Problem>) GoldenOperators.of(MhaDecode.OPERATOR);

  @Test
  void aLineReadsBackToTheSameProblem() {
    for (GoldenOperator<?> operator : GoldenOperators.ALL) {
      for (long seed = 0; seed < 20; seed++) {
        readsBack(operator, seed);
      }
    }
  }

  @Test
  void drawnAndGivenChoicesMakeTheSameProblem() {
    for (GoldenOperator<?> operator : GoldenOperators.ALL) {
      for (long seed = 0; seed < 20; seed++) {
        sameResult(operator, seed);
      }
    }
  }

  @Test
  void everyStepDownIsAProblem_andTheWayEnds() {
    for (GoldenOperator<?> operator : GoldenOperators.ALL) {
      Deque<Recipe<?>> left = new ArrayDeque<>(List.of(DrawnRecipe.random(operator, 3)));
      for (int steps = 0; steps < 400 && !left.isEmpty(); steps++) {
        Recipe<?> recipe = left.pop();
        recipe.problem();
        left.addAll(recipe.smaller());
      }
      assertTrue(new DrawnRecipe<>(operator, 3, 0, List.of(0, 0)).smaller().isEmpty());
    }
  }

  @Test
  void whatIsNoRecipeIsRefused() {
    for (String text :
        List.of("", "seed=1", "seed=x choices=", "seed=1 choices=-2", "seed=1 keys=x choices=")) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class,
              () -> DrawnRecipe.parse(GoldenOperators.ALL.getFirst(), text));
      assertTrue(String.valueOf(refused.getMessage()).contains("'" + text + "'"));
    }
  }

  @Test
  void aLongSequenceIsAsLongAsItsLineSays_andShrinks() {
    DrawnRecipe<MhaDecode.Problem> recipe = DrawnRecipe.random(MHA, 5, 4095);
    assertEquals(4095, recipe.problem().table().lengths()[0]);
    assertEquals(recipe, DrawnRecipe.parse(MHA, recipe.toString()));
    assertEquals(
        List.of(0, 2047), recipe.smaller().stream().limit(2).map(DrawnRecipe::keys).toList());
  }

  @Test
  void aLengthBeyondMemoryIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> DrawnRecipe.random(MHA, 5, -1));
    assertThrows(IllegalArgumentException.class, () -> DrawnRecipe.random(MHA, 5, 1 << 30));
  }

  private static <P> void readsBack(GoldenOperator<P> operator, long seed) {
    DrawnRecipe<P> recipe = DrawnRecipe.random(operator, seed);
    assertEquals(recipe, DrawnRecipe.parse(operator, recipe.toString()));
  }

  private static <P> void sameResult(GoldenOperator<P> operator, long seed) {
    P drawn = operator.small(seed);
    P given = DrawnRecipe.random(operator, seed).problem();
    Finding finding =
        Checks.sameBits(operator.reference().run(drawn), operator.reference().run(given));
    assertTrue(finding.passed(), () -> operator.operator().name() + " seed=" + seed);
  }
}
