package assay.verify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.gpu.emulator.machine.Completion;
import assay.spec.PagedMlaDecode.Problem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The tensor-core kernel, on the emulator, has every property, whether asynchronous copies complete
 * as early or as late as they may.
 */
class PagedMlaDecodeTensorPropertiesTest {

  private static final int TRIES = 500;
  private static final Map<Completion, List<assay.verify.Property<Problem>>> PROPERTIES =
      Stream.of(Completion.values())
          .collect(
              Collectors.toMap(
                  completion -> completion,
                  completion -> EmulatedTensor.properties(EmulatedTensor.honest(completion))));

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  void theKernelHasEveryProperty(
      @ForAll("properties") assay.verify.Property<Problem> property,
      @ForAll("recipes") PagedMlaDecodeRecipe recipe) {
    Finding finding = property.examine(recipe);
    assertTrue(finding.passed(), () -> property.name() + " " + recipe + ": " + finding);
  }

  @Provide
  Arbitrary<assay.verify.Property<Problem>> properties() {
    return Arbitraries.of(PROPERTIES.values().stream().flatMap(List::stream).toList());
  }

  @Provide
  Arbitrary<PagedMlaDecodeRecipe> recipes() {
    return PagedMlaDecodeArbitraries.recipes();
  }
}
