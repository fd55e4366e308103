package assay.verify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The kernels of the operators around attention have every property, on the emulator. */
final class OperatorKernelsTest {

  private static final int PROBLEMS = 24;

  @TestFactory
  Stream<DynamicTest> theKernelHasEveryProperty() {
    return EmulatedKernels.all().stream().flatMap(OperatorKernelsTest::properties);
  }

  private static <P> Stream<DynamicTest> properties(EmulatedKernels<P> kernel) {
    return kernel.properties().stream()
        .map(property ->
            DynamicTest.dynamicTest(
                kernel + " " + property.name(), () -> hold(kernel.golden(), property)));
  }

  /** What the kernel has no path for may be left out, but not everything. */
  private static <P> void hold(GoldenOperator<P> golden, Property<P> property) {
    List<Finding> findings =
        Stream.iterate(1L, seed -> seed + 1)
            .limit(PROBLEMS)
            .map(seed -> examine(golden, property, seed))
            .toList();
    assertTrue(findings.stream().anyMatch(Finding::passed), "nothing ran");
  }

  private static <P> Finding examine(GoldenOperator<P> golden, Property<P> property, long seed) {
    DrawnRecipe<P> recipe = DrawnRecipe.random(golden, seed);
    Finding finding = property.examine(recipe);
    assertFalse(finding.failed(), () -> recipe + ": " + finding);
    return finding;
  }
}
