package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Operator;
import assay.spec.OperatorName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operator has its facets, a kernel's among them, where {@code assay show} says they are. */
class OperatorFacetsTest {

  private static final Path ROOT = Path.of("..");

  @TestFactory
  Stream<DynamicTest> facet_exists() {
    return Operator.ALL.stream()
        .flatMap(operator -> OperatorFacets.of(operator.name()).values().stream())
        .map(file -> DynamicTest.dynamicTest(file, () -> assertTrue(exists(file), file)));
  }

  @Test
  void unknownOperator_hasNoFacets() {
    OperatorName unknown = new OperatorName("NoSuchOperator");
    assertEquals(
        0, OperatorFacets.of(unknown).values().stream().filter(OperatorFacetsTest::exists).count());
  }

  private static boolean exists(String file) {
    return Files.isRegularFile(ROOT.resolve(file));
  }
}
