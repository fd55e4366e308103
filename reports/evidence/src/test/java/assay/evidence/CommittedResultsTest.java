package assay.evidence;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Committed results can be read, and say what their page says of them. */
class CommittedResultsTest {

  private static final Path RESULTS = Path.of("../../benchmarks/results");
  private static final String PTX = "ptx-mutants-";
  private static final String LONG = "32768";
  private static final String SHORT = "128 as 32768";

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

  /**
   * Problems of one shape with 256 times as many keys: the median stays within a factor of 2, but
   * for one variant, of which the page says how far it drifts.
   */
  @Test
  void headroomDriftsWithLengthAsThePageSays() throws IOException {
    Map<String, Double> shorter = medians(SHORT);
    Map<String, Double> longer = medians(LONG);
    assertEquals(shorter.keySet(), longer.keySet());
    Set<String> drifting =
        longer.keySet().stream()
            .filter(variant -> drifts(median(longer, variant) / median(shorter, variant)))
            .collect(Collectors.toSet());
    assertEquals(Set.of("decode-turing"), drifting);
    String page = Files.readString(RESULTS.resolve("README.md"));
    for (String variant : drifting) {
      double ratio = median(longer, variant) / median(shorter, variant);
      String said = String.format(Locale.ROOT, "`%s`, %.2f", variant, ratio);
      assertTrue(page.contains(said), said);
    }
  }

  private static double median(Map<String, Double> medians, String variant) {
    return requireNonNull(medians.get(variant));
  }

  private static boolean drifts(double ratio) {
    return ratio < 0.5 || ratio > 2;
  }

  private static Map<String, Double> medians(String lengths) throws IOException {
    return of(HonestSummary.class).stream()
        .filter(one -> one.lengths().equals(lengths))
        .collect(Collectors.toMap(HonestSummary::variant, HonestSummary::medianHeadroom));
  }

  @Test
  void everyPlantedBugIsKilled() throws IOException {
    List<MutantVerdict> verdicts = of(MutantVerdict.class);
    assertEquals(415, verdicts.size());
    assertTrue(verdicts.stream().allMatch(verdict -> verdict.fate() == Fate.KILLED));
  }

  static Stream<String> kernelsWithMutants() throws IOException {
    try (Stream<Path> folders = Files.list(RESULTS)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(name -> name.startsWith(PTX))
          .map(name -> name.substring(PTX.length()))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("kernelsWithMutants")
  void mutantsOfPtxAreAsManyAsThePageSays(String kernel) throws IOException {
    List<MutantVerdict> verdicts = ofPtx(MutantVerdict.class, kernel);
    String row =
        String.format(
            Locale.ROOT,
            "| `%s` | %,d | %,d | %,d | %,d |",
            kernel,
            verdicts.size(),
            count(verdicts, Fate.KILLED),
            count(verdicts, Fate.SURVIVED),
            count(verdicts, Fate.EQUIVALENT));
    assertTrue(Files.readString(RESULTS.resolve("README.md")).contains(row), row);
  }

  @ParameterizedTest
  @MethodSource("kernelsWithMutants")
  void ofMutantsOfPtxThatCanBeSeen_ninetyNineOfAHundredAreKilled(String kernel) throws IOException {
    List<MutantVerdict> verdicts = ofPtx(MutantVerdict.class, kernel);
    long survived = count(verdicts, Fate.SURVIVED);
    assertTrue(99 * survived <= count(verdicts, Fate.KILLED), kernel + " " + survived);
    String page = Files.readString(Path.of("../../docs/ptx-mutants.md"));
    verdicts.stream()
        .filter(verdict -> verdict.fate() == Fate.SURVIVED)
        .forEach(verdict -> assertTrue(page.contains(verdict.bug()), verdict::bug));
  }

  private static <E extends Evidence> List<E> ofPtx(Class<E> kind, String kernel)
      throws IOException {
    return of(kind, PTX + kernel);
  }

  private static long count(List<MutantVerdict> verdicts, Fate fate) {
    return verdicts.stream().filter(verdict -> verdict.fate() == fate).count();
  }

  private static <E extends Evidence> List<E> of(Class<E> kind) throws IOException {
    return of(kind, "honest-100000");
  }

  private static <E extends Evidence> List<E> of(Class<E> kind, String folder) throws IOException {
    return EvidenceFile.read(RESULTS.resolve(folder).resolve("evidence.jsonl")).evidence().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
