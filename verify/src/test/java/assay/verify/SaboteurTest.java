package assay.verify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.PagedMlaDecode.Problem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every planted bug is rejected, and the kernel without one is accepted. */
class SaboteurTest {

  private static final long SEED = 20_261_123;
  private static final int HONEST_PROBLEMS = 500;
  private static final int SABOTAGED_PROBLEMS = 60;

  @TestFactory
  Stream<DynamicTest> plantedBug_isRejected() {
    return Saboteur.all().stream()
        .map(saboteur -> DynamicTest.dynamicTest(saboteur.name(), () -> isRejected(saboteur)));
  }

  @Test
  void honestKernel_isAcceptedOnEveryProblem() {
    Property<Problem> property = Emulated.property(Emulated.honest(), "within-budget");
    List<PagedMlaDecodeRecipe> accused =
        problems(HONEST_PROBLEMS).filter(recipe -> !property.examine(recipe).passed()).toList();
    assertTrue(accused.isEmpty(), () -> "falsely accused on " + accused);
  }

  private static void isRejected(Saboteur saboteur) {
    Subject<Problem> subject = Emulated.subject(saboteur.name(), saboteur.implementation());
    Property<Problem> property = Emulated.property(subject, "within-budget");
    boolean rejected =
        problems(SABOTAGED_PROBLEMS).anyMatch(recipe -> property.examine(recipe).failed());
    assertTrue(rejected, saboteur.name() + " survives");
  }

  @Test
  void replaceNth_leavesOtherMatchesAlone() {
    assertTrue(Saboteur.replaceNth("a b a b", "b", 1, "c").equals("a b a c"));
    assertFalse(Saboteur.replaceNth("a b a b", "b", 2, "c").contains("c"));
  }

  private static Stream<PagedMlaDecodeRecipe> problems(int count) {
    return PagedMlaDecodeProblems.random(SEED, count).stream();
  }
}
