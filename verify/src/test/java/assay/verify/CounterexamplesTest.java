package assay.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.Reproducer;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.planted.PlantedBug;
import assay.verify.planted.PlantedBugs;
import assay.verify.variant.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What failed once is posed first: the kernel passes it, and the bug that failed it still fails.
 */
class CounterexamplesTest {

  private static final String BUG = "planted bug ";

  @TestFactory
  Stream<DynamicTest> theKernel_passes() {
    Subject<Problem> kernel = Emulated.honest();
    return Counterexamples.all().stream()
        .map(example ->
            DynamicTest.dynamicTest(
                example.note(), () -> assertTrue(finding(kernel, example).passed())));
  }

  @TestFactory
  Stream<DynamicTest> theBug_fails() {
    return Counterexamples.all().stream()
        .map(example ->
            DynamicTest.dynamicTest(
                example.note(), () -> assertTrue(finding(bug(example), example).failed())));
  }

  @Test
  void theIndex_listsEveryFile() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/resources/counterexamples"))) {
      List<String> names =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !name.equals("index.txt"))
              .sorted()
              .toList();
      assertEquals(names, Counterexamples.names());
    }
  }

  @Test
  void anotherOperatorOrProperty_hasNone() {
    assertEquals(List.of(), Counterexamples.of("rms-norm", "within-budget"));
    assertEquals(List.of(), Counterexamples.of("paged-mla-decode", "nonsense"));
    assertEquals(Counterexamples.all(), Counterexamples.of("paged-mla-decode", "within-budget"));
  }

  private static Finding finding(Subject<Problem> subject, Reproducer example) {
    GoldenOperator<Problem> operator = GoldenOperators.pagedMlaDecode();
    return operator.properties().of(subject, operator.reference()).stream()
        .filter(property -> property.name().equals(example.property()))
        .findFirst()
        .orElseThrow()
        .examine(Recipes.parse(GoldenOperators.pagedMlaDecode(), example.problem()));
  }

  @SuppressWarnings("unchecked")
  private static Subject<Problem> bug(Reproducer example) {
    PlantedBug<Problem> bug =
        (PlantedBug<Problem>)
            PlantedBugs.all().stream()
                .filter(candidate -> candidate.operator().equals(PagedMlaDecode.OPERATOR))
                .filter(candidate -> example.subject().equals(BUG + candidate.id()))
                .findFirst()
                .orElseThrow();
    return new Subject<>(
        bug.id(), bug.implementation().apply(Surroundings.FORGIVING), bug.contract(), false);
  }
}
