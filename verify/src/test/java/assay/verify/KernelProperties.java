package assay.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.emulator.machine.Completion;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Every property of a kernel, each over drawn problems of its own. */
final class KernelProperties {

  private static final int PROBLEMS = 12;

  private KernelProperties() {}

  /** Whether asynchronous copies complete as early or as late as they may. */
  static <P> Stream<DynamicTest> of(KernelUnderTest<P> kernel) {
    return Stream.of(Completion.values()).flatMap(completion -> of(kernel, completion));
  }

  private static <P> Stream<DynamicTest> of(KernelUnderTest<P> kernel, Completion completion) {
    Subject<P> subject = kernel.subject(kernel.ptx(), completion);
    return kernel.properties(subject).stream()
        .map(property ->
            DynamicTest.dynamicTest(
                property.name() + " " + completion,
                () -> assertHolds(property, kernel.recipes(seed(property, completion), PROBLEMS))));
  }

  private static long seed(Property<?> property, Completion completion) {
    return 1000L * property.name().hashCode() + completion.ordinal();
  }

  private static <P> void assertHolds(Property<P> property, List<DrawnRecipe<P>> recipes) {
    for (DrawnRecipe<P> recipe : recipes) {
      Finding finding = property.examine(recipe);
      assertTrue(finding.passed(), () -> property.name() + " " + recipe + ": " + finding);
    }
  }
}
