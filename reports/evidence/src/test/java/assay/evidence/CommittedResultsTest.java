package assay.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Committed results can be read, and say what their page says of them. */
class CommittedResultsTest {

  private static final Path RESULTS = Path.of("../../benchmarks/results");

  private static final String LONG = "32768";
  private static final String SHORT = "128 as 32768";

  /** Matrix units with outputs of F32, whose budgets suppose that all products have one sign. */
  private static final List<String> EITHER_SIGN = List.of("decode-volta", "decode-turing");

  @Test
  void everyFileIsEvidenceOfARunThatEnded() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(RESULTS)) {
      files = all.filter(file -> file.endsWith("evidence.jsonl")).toList();
    }
    assertFalse(files.isEmpty());
    for (Path file : files) {
      List<Evidence> lines = EvidenceFile.read(file).evidence();
      assertTrue(lines.getFirst() instanceof RunStarted, file::toString);
      assertTrue(lines.getLast() instanceof RunFinished, file::toString);
    }
  }

  @Test
  void noCorrectVariantIsAccusedInAHundredThousandProblems() throws IOException {
    List<HonestSummary> summaries = of(HonestSummary.class);
    long problems =
        summaries.stream()
            .filter(one -> !one.lengths().equals(SHORT))
            .mapToLong(HonestSummary::problems)
            .sum();
    assertEquals(100_000, problems);
    assertEquals(0, summaries.stream().mapToLong(HonestSummary::accusations).sum());
  }

  /** Problems of one shape with 256 times as many keys: the median stays within a factor of 2. */
  @Test
  void headroomDoesNotDriftWithLength() throws IOException {
    Map<String, Double> medians =
        of(HonestSummary.class).stream()
            .filter(one -> one.lengths().equals(SHORT))
            .collect(Collectors.toMap(HonestSummary::variant, HonestSummary::medianHeadroom));
    List<String> drifting =
        of(HonestSummary.class).stream()
            .filter(one -> one.lengths().equals(LONG))
            .filter(one -> drifts(one.medianHeadroom(), medians.get(one.variant())))
            .map(HonestSummary::variant)
            .toList();
    assertEquals(EITHER_SIGN, drifting);
  }

  private static boolean drifts(double longer, double shorter) {
    return longer > 2 * shorter || shorter > 2 * longer;
  }

  @Test
  void everyPlantedBugIsKilled() throws IOException {
    List<MutantVerdict> verdicts = of(MutantVerdict.class);
    assertEquals(415, verdicts.size());
    assertTrue(verdicts.stream().allMatch(verdict -> verdict.fate() == Fate.KILLED));
  }

  private static <E extends Evidence> List<E> of(Class<E> kind) throws IOException {
    return EvidenceFile.read(RESULTS.resolve("honest-100000/evidence.jsonl")).evidence().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
