package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The lemmas of docs/numerics.md are numbered in order, each has tests, and none is named that is not
 * there.
 */
final class LemmasTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path PAGE = ROOT.resolve(Path.of("docs", "numerics.md"));
  private static final Pattern HEADING = Pattern.compile("(?m)^## Lemma (\\d+):");

  /** A number, and not a section of a book; comments may break the line before it. */
  private static final Pattern NAMED =
      Pattern.compile("(?i)\\blemmas?[\\s*]+(?:\\d+ (?:to|and) )?(\\d++)(?!\\.\\d)");

  /** A row of the table of tests. */
  private static final Pattern TESTED = Pattern.compile("(?m)^\\| (\\d+) \\| (.*) \\|$");

  private static final Pattern NAME = Pattern.compile("`(\\w+)`");

  @Test
  void runFromOneOn() throws IOException {
    List<Integer> numbers = numbers(HEADING, Files.readString(PAGE));
    assertEquals(IntStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
  }

  @Test
  void whatIsNamedExists() throws IOException {
    int last = numbers(HEADING, Files.readString(PAGE)).size();
    for (String folder : List.of("docs", "reference", "verify", "gpu", "benchmarks")) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        files
            .filter(file -> file.toString().endsWith(".java") || file.toString().endsWith(".md"))
            .forEach(file -> assertTrue(named(read(file)) <= last, file::toString));
      }
    }
  }

  @Test
  void eachHasTestsThatExist() throws IOException {
    String page = Files.readString(PAGE);
    List<MatchResult> rows = TESTED.matcher(page).results().toList();
    List<Integer> tested = rows.stream().map(row -> Integer.valueOf(row.group(1))).toList();
    assertEquals(numbers(HEADING, page), tested);
    Set<String> tests = names("test");
    for (MatchResult row : rows) {
      List<String> named = NAME.matcher(row.group(2)).results().map(it -> it.group(1)).toList();
      assertTrue(!named.isEmpty() && tests.containsAll(named), row.group());
    }
  }

  /** Classes of the reference modules. */
  private static Set<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT.resolve("reference"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains(folder))
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void aNumberIsSeenAcrossLines() {
    assertEquals(99, named("as in docs/numerics.md, lemma\n * " + 99 + ". Higham's lemma 300.1"));
    assertEquals(99, named("Lemmas 3 to " + 99));
    assertEquals(0, named("Higham's lemma 3.1"));
  }

  /** The largest number that is named; 0 where there is none. */
  private static int named(String text) {
    return numbers(NAMED, text).stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private static List<Integer> numbers(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> Integer.valueOf(match.group(1))).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
