package assay.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lemmas of docs/numerics.md are numbered in order, and none is named that is not there. */
final class LemmasTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path PAGE = ROOT.resolve(Path.of("docs", "numerics.md"));
  private static final Pattern HEADING = Pattern.compile("(?m)^## Lemma (\\d+):");

  /** A number, and not a section of a book; comments may break the line before it. */
  private static final Pattern NAMED =
      Pattern.compile("(?i)\\blemmas?[\\s*]+(?:\\d+ (?:to|and) )?(\\d++)(?!\\.\\d)");

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
