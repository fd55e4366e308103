package assay.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

/** What documents name exists: links lead somewhere, and commands parse. */
class DocsTest {

  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");

  /**
   * A command in code: from {@code ./assay} to the closing backtick, a comment, or the line's end.
   */
  private static final Pattern COMMAND = Pattern.compile("\\./assay( [^`#\\n]+)");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  @TestFactory
  Stream<DynamicTest> link_leadsSomewhere() throws IOException {
    return documents().stream()
        .flatMap(document -> matches(LINK, document).map(link -> target(document, link)))
        .map(path -> DynamicTest.dynamicTest(path.toString(), () -> assertTrue(exists(path))));
  }

  @TestFactory
  Stream<DynamicTest> command_parses() throws IOException {
    List<String> commands =
        documents().stream()
            .flatMap(document -> matches(COMMAND, document))
            .map(String::strip)
            .distinct()
            .toList();
    assertFalse(commands.isEmpty());
    return commands.stream().map(command -> DynamicTest.dynamicTest(command, () -> parse(command)));
  }

  @Test
  void unknownCommand_doesNotParse() {
    assertThrows(CommandLine.ParameterException.class, () -> parse("no-such-command"));
  }

  private static void parse(String command) {
    var _ = new CommandLine(new AssayCommand()).parseArgs(words(command));
  }

  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.find()) {
      words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
    }
    return words.toArray(String[]::new);
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    for (Path folder : List.of(ROOT, ROOT.resolve("docs"))) {
      int depth = folder.equals(ROOT) ? 1 : 3;
      try (Stream<Path> files = Files.walk(folder, depth)) {
        files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
      }
    }
    return documents;
  }

  private static Stream<String> matches(Pattern pattern, Path document) {
    try {
      return pattern.matcher(Files.readString(document)).results().map(match -> match.group(1));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Path target(Path document, String link) {
    return document.resolveSibling(link).normalize();
  }

  private static boolean exists(Path path) {
    return Files.exists(path);
  }
}
