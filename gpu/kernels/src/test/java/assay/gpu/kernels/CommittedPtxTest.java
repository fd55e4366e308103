package assay.gpu.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed PTX is what its CUDA source compiles to. */
class CommittedPtxTest {

  private static final Path SOURCES = Path.of("src/main/cuda");
  private static final String HEADERS = "// headers-sha256: ";
  private static final Pattern INCLUDE = Pattern.compile("^#include \"(.*)\"$", Pattern.MULTILINE);
  private static final Path COMPILE = Path.of("../../scripts/compile-kernels");

  @Test
  void everyKernelHasPtx_ofThisVeryText() throws IOException {
    for (Path source : sources()) {
      String text = Files.readString(source);
      assertEquals(
          KernelSource.sha256(text),
          KernelSource.committed(stem(source)).sourceSha256(),
          source + " has changed since its PTX was made: run scripts/compile-kernels");
    }
  }

  @Test
  void aChangedSource_hasAnotherHash() throws IOException {
    for (Path source : sources()) {
      String changed = Files.readString(source) + "\n";
      assertFalse(
          KernelSource.committed(stem(source)).sourceSha256().equals(KernelSource.sha256(changed)));
    }
  }

  @Test
  void kernelsThatIncludeHeaders_nameTheirHash() throws IOException {
    for (Path source : sources()) {
      String text = headers(source);
      if (!text.isEmpty()) {
        assertEquals(
            KernelSource.sha256(text),
            line(KernelSource.committed(stem(source)).ptx().text(), HEADERS)
                .substring(HEADERS.length()),
            "a header has changed since " + source + " was compiled: run scripts/compile-kernels");
      }
    }
  }

  @Test
  void headersThatHeadersInclude_areHashedToo() throws IOException {
    String matrix = Files.readString(SOURCES.resolve("matrix.cuh"));
    assertTrue(headers(SOURCES.resolve("sparse_mla_decode.cu")).contains(matrix));
    assertFalse(headers(SOURCES.resolve("rms_norm.cu")).contains(matrix));
  }

  @Test
  void ptx_isOfAnIsaThatDriversFromCuda12Load() throws IOException {
    for (Path source : sources()) {
      String ptx = KernelSource.committed(stem(source)).ptx().text();
      assertTrue(ptx.contains("\n.version 8.0\n") && ptx.contains("\n.target sm_80\n"));
    }
  }

  @Test
  void whereNvccIs_compilingAgainGivesTheSameText(@TempDir Path out)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(COMPILE.toString(), out.toString()).redirectErrorStream(true).start();
    String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(5, TimeUnit.MINUTES));
    Assumptions.assumeFalse(process.exitValue() == 3, "NotRun: " + log.strip());
    assertEquals(0, process.exitValue(), log);
    for (Path source : sources()) {
      String again = Files.readString(out.resolve(stem(source) + ".ptx"));
      String committed = KernelSource.committed(stem(source)).ptx().text();
      Assumptions.assumeTrue(
          line(again, "// compiler: ").equals(line(committed, "// compiler: ")),
          "NotRun: another nvcc made the committed PTX: " + line(committed, "// compiler: "));
      assertEquals(committed, again);
    }
  }

  private static String line(String text, String prefix) {
    return text.lines().filter(line -> line.startsWith(prefix)).findFirst().orElseThrow();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      List<Path> sources = files.filter(file -> file.toString().endsWith(".cu")).toList();
      assertFalse(sources.isEmpty());
      return sources;
    }
  }

  /** Those that {@code source} includes, itself or through others, one after the other by name. */
  private static String headers(Path source) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    addIncluded(source, names);
    StringBuilder text = new StringBuilder();
    for (String name : names) {
      text.append(Files.readString(SOURCES.resolve(name)));
    }
    return text.toString();
  }

  private static void addIncluded(Path file, SortedSet<String> names) throws IOException {
    Matcher include = INCLUDE.matcher(Files.readString(file));
    while (include.find()) {
      if (names.add(include.group(1))) {
        addIncluded(SOURCES.resolve(include.group(1)), names);
      }
    }
  }

  private static String stem(Path source) {
    return source.getFileName().toString().replace(".cu", "");
  }
}
