package assay.gpu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** What a CUDA source says of itself before its first line of code. */
final class CudaHeadTest {

  private static final Path SOURCES = Path.of("src/main/cuda");
  private static final Path PTX = Path.of("src/main/resources/assay/gpu/kernels/ptx/sm_80");
  private static final Pattern ASSEMBLED =
      Pattern.compile(
          "// ptxas (\\d+\\.\\d+), sm_80(?: and sm_90)?: (.* registers?.*), no spills\\.");
  private static final Pattern IN_PARENTHESES = Pattern.compile("\\([^)]*\\)");
  private static final Pattern NUMBER = Pattern.compile("\\d+");
  private static final Pattern USED = Pattern.compile("Used (\\d+) registers");
  private static final Pattern SPILLED = Pattern.compile("(\\d+) bytes spill (?:stores|loads)");

  @Test
  void everySourceSaysWhatItComputesAndTakes() throws IOException {
    for (Path source : sources()) {
      String head = head(source);
      for (String fact : List.of("Shapes:", "Grid", "lock:", "Shared:")) {
        assertTrue(head.contains(fact), source + " says nothing of " + fact);
      }
      assertTrue(ASSEMBLED.matcher(head).find(), source + " says nothing of registers");
    }
  }

  @Test
  void whereThatAssemblerIs_itsFiguresAreThoseOfTheHead() throws IOException {
    String version = ptxas("--version");
    for (Path source : sources()) {
      var said = ASSEMBLED.matcher(head(source));
      assertTrue(said.find());
      Assumptions.assumeTrue(
          version.contains("release " + said.group(1)), "NotRun: no ptxas " + said.group(1));
      String file = source.getFileName().toString().replace(".cu", ".ptx");
      String log = ptxas("-arch=sm_80", "-v", "-o", "/dev/null", PTX.resolve(file).toString());
      Set<Integer> used = numbers(USED, log);
      assertFalse(used.isEmpty(), log);
      assertEquals(said(said.group(2), used), used, source + ": " + log);
      assertEquals(Set.of(0), numbers(SPILLED, log), log);
    }
  }

  @Test
  void aFigureThatIsNotTheAssemblers_isSeen() {
    assertEquals(Set.of(146, 215), said("146 registers (_16), 215 (_64)", Set.of(128, 215)));
    assertEquals(Set.of(12, 27), said("at most 27 registers", Set.of(12, 27)));
    assertEquals(Set.of(26), said("at most 26 registers", Set.of(12, 27)));
  }

  /** What the head says of {@code used}: all of them, or the largest. */
  private static Set<Integer> said(String text, Set<Integer> used) {
    Set<Integer> figures = numbers(NUMBER, IN_PARENTHESES.matcher(text).replaceAll(""));
    boolean largest = text.contains("at most") && figures.contains(new TreeSet<>(used).last());
    return largest ? used : figures;
  }

  private static Set<Integer> numbers(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(match -> Integer.valueOf(match.group(match.groupCount())))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Nothing where there is no assembler. */
  private static String ptxas(String... arguments) throws IOException {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(Stream.of("ptxas"), Stream.of(arguments)).toList())
              .redirectErrorStream(true)
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      Assumptions.abort("NotRun: ptxas is not on the path");
      throw e;
    }
  }

  private static String head(Path source) throws IOException {
    return Files.readString(source)
        .lines()
        .takeWhile(line -> line.startsWith("//"))
        .collect(Collectors.joining("\n"));
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".cu")).sorted().toList();
    }
  }
}
