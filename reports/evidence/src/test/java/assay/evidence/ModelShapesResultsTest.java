package assay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.spec.Operator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Committed runs of every property at the shapes of three models, one for each kernel. */
class ModelShapesResultsTest {

  private static final Path RESULTS = Path.of("../../benchmarks/results/model-shapes");
  private static final List<String> MODELS =
      List.of("deepseek-v2-lite", "deepseek-v3", "minicpm3-4b");

  static Stream<Path> runs() throws IOException {
    try (Stream<Path> folders = Files.list(RESULTS)) {
      return folders.map(folder -> folder.resolve("evidence.jsonl")).toList().stream();
    }
  }

  @Test
  void everyOperatorHasOne() throws IOException {
    Set<String> operators =
        runs()
            .flatMap(run -> of(CaseVerdict.class, run).stream())
            .map(CaseVerdict::operator)
            .collect(Collectors.toSet());
    Set<String> all =
        Operator.ALL.stream().map(one -> one.name().kebab()).collect(Collectors.toSet());
    assertEquals(all, operators);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void everyPropertyWasPosedEveryModel_andPassed(Path run) {
    RunStarted start = of(RunStarted.class, run).getFirst();
    String command = String.join(" ", start.command());
    MODELS.forEach(model -> assertTrue(command.contains(model), command));
    assertFalse(start.dirty());
    assertTrue(start.device().emulated());
    List<PropertySummary> properties = of(PropertySummary.class, run);
    assertFalse(properties.isEmpty());
    for (PropertySummary property : properties) {
      assertTrue(property.passed() >= MODELS.size(), property::toString);
      assertEquals(0, property.failed() + property.notRun(), property::toString);
    }
  }

  @Test
  void noTwoHaveOneSchedule() throws IOException {
    List<String> schedules =
        runs()
            .map(run -> of(RunStarted.class, run).getFirst().device().properties().get("schedule"))
            .toList();
    assertEquals(schedules.size(), Set.copyOf(schedules).size());
  }

  private static <E extends Evidence> List<E> of(Class<E> kind, Path run) {
    try {
      return EvidenceFile.read(run).evidence().stream()
          .filter(kind::isInstance)
          .map(kind::cast)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
