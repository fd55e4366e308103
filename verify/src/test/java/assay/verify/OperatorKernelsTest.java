package assay.verify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every kernel has every property, on the emulator; those over FP8, which few problems are drawn
 * for, in {@link PagedMlaDecodeFp8KernelTest} and {@link SparseMlaDecodeFp8KernelTest}.
 */
final class OperatorKernelsTest {

  private static final int PROBLEMS = 24;

  @TestFactory
  Stream<DynamicTest> theKernelHasEveryProperty() {
    return EmulatedKernels.all().stream()
        .filter(kernel -> !kernel.name().endsWith(" fp8"))
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
