package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Operator;
import assay.spec.OperatorName;
import assay.spec.PagedMlaDecode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operator has its facets where {@code assay show} says they are; one has the whole of a
 * kernel or nothing of it.
 */
class OperatorFacetsTest {

  private static final Path ROOT = Path.of("..");

  @TestFactory
  Stream<DynamicTest> facet_exists() {
    return Operator.ALL.stream()
        .flatMap(operator -> OperatorFacets.of(operator.name()).values().stream())
        .map(file -> DynamicTest.dynamicTest(file, () -> assertTrue(exists(file), file)));
  }

  @TestFactory
  Stream<DynamicTest> operatorWithoutPtx_hasNothingElseOfAKernel() {
    return Operator.ALL.stream()
        .map(Operator::name)
        .filter(name -> !OperatorFacets.hasKernel(name))
        .map(
            name -> DynamicTest.dynamicTest(name.kebab(), () -> assertEquals(0, launchable(name))));
  }

  @Test
  void committedKernel_isKnown() {
    assertTrue(OperatorFacets.hasKernel(PagedMlaDecode.OPERATOR.name()));
    assertEquals(3, launchable(PagedMlaDecode.OPERATOR.name()));
  }

  @Test
  void unknownOperator_hasNoFacets() {
    OperatorName unknown = new OperatorName("NoSuchOperator");
    assertFalse(OperatorFacets.hasKernel(unknown));
    assertEquals(
        0, OperatorFacets.of(unknown).values().stream().filter(OperatorFacetsTest::exists).count());
  }

  /** How many of CUDA source, PTX and launcher exist. */
  private static long launchable(OperatorName name) {
    Map<String, String> files = OperatorFacets.kernel(name);
    return Stream.of("cuda", "ptx", "launcher")
        .map(files::get)
        .filter(OperatorFacetsTest::exists)
        .count();
  }

  private static boolean exists(String file) {
    return Files.isRegularFile(ROOT.resolve(file));
  }
}
