package assay.verify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.Operator;
import assay.spec.PagedMlaDecode;
import assay.spec.SparseMlaDecode;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every kernel has every property, on the emulator; those of attention in tests of their own, such
 * as {@link MhaDecodeKernelTest} and {@link PagedMlaDecodePropertiesTest}.
 */
final class OperatorKernelsTest {

  private static final int PROBLEMS = 24;
  private static final Set<Operator> ELSEWHERE =
      Set.of(
          PagedMlaDecode.OPERATOR,
          SparseMlaDecode.OPERATOR,
          MhaDecode.OPERATOR,
          MlaPrefill.OPERATOR);

  @TestFactory
  Stream<DynamicTest> theKernelHasEveryProperty() {
    return EmulatedKernels.all().stream()
        .filter(kernel -> !ELSEWHERE.contains(kernel.golden().operator()))
        .flatMap(OperatorKernelsTest::properties);
  }

  private static <P> Stream<DynamicTest> properties(EmulatedKernels<P> kernel) {
    return kernel.properties().stream()
        .map(property ->
            DynamicTest.dynamicTest(
                kernel + " " + property.name(), () -> hold(kernel.golden(), property)));
  }

  /** What the kernel has no path for may be left out, but not everything. */
  private static <P> void hold(GoldenOperator<P> golden, Property<P> property) {
    boolean passed = false;
    for (long seed = 1; seed <= PROBLEMS; seed++) {
      passed |= examine(golden, property, seed).passed();
    }
    assertTrue(passed, "nothing ran");
  }

  private static <P> Finding examine(GoldenOperator<P> golden, Property<P> property, long seed) {
    DrawnRecipe<P> recipe = DrawnRecipe.random(golden, seed);
    Finding finding = property.examine(recipe);
    assertFalse(finding.failed(), () -> recipe + ": " + finding);
    return finding;
  }
}
