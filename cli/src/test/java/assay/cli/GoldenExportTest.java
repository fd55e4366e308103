package assay.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.files.Safetensors;
import assay.files.StoredTensor;
import assay.files.StoredTensors;
import assay.spec.Operator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Exported cases: complete, repeatable, and right by NumPy's reckoning. */
class GoldenExportTest {

  private static final Path CHECK =
      Path.of("..", "scripts", "check-golden-cases").toAbsolutePath().normalize();

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  static Stream<String> operators() {
    return Operator.ALL.stream().map(operator -> operator.name().kebab());
  }

  @ParameterizedTest
  @MethodSource("operators")
  void caseHoldsInputsResultsAndBudgets(String operator) throws IOException {
    assertEquals(ExitCode.PASSED, export(folder, operator, "--cases", "2", "--seed", "5"));
    try (Arena arena = Arena.ofConfined()) {
      StoredTensors read = Safetensors.map(folder.resolve(operator + "-0001.safetensors"), arena);
      assertEquals(operator, read.metadata().get("operator"));
      assertEquals("6", read.metadata().get("seed"));
      List<StoredTensor> expected =
          read.byName().values().stream().filter(t -> t.name().startsWith("expected.")).toList();
      assertTrue(!expected.isEmpty() && read.byName().size() > 3 * expected.size());
      for (StoredTensor tensor : expected) {
        String name = tensor.name().substring("expected.".length());
        assertEquals(tensor.shape(), read.get("budget.hard." + name).shape());
        assertEquals(tensor.shape(), read.get("budget.statistical." + name).shape());
      }
    }
    assertTrue(Files.readString(folder.resolve("manifest.json")).contains("-0001.safetensors"));
  }

  @Test
  void theSameSeed_givesTheSameBytes() throws IOException {
    Path again = folder.resolve("again");
    for (Path target : List.of(folder, again)) {
      assertEquals(ExitCode.PASSED, export(target, "mla-prefill", "--cases", "3", "--seed", "8"));
    }
    for (int i = 0; i < 3; i++) {
      String file = "mla-prefill-000" + i + ".safetensors";
      assertArrayEquals(
          Files.readAllBytes(folder.resolve(file)), Files.readAllBytes(again.resolve(file)));
    }
  }

  /** Narrower formats, wider budgets; what they follow from stands in the manifest. */
  @Test
  void theContractIsStated_andBudgetsAreIts() throws IOException {
    double[] narrow = budget("BF16");
    double[] wide = budget("F32");
    double[] exact = budget("BINARY64");
    assertTrue(wide.length > 0);
    for (int i = 0; i < wide.length; i++) {
      assertTrue(exact[i] < wide[i] && wide[i] < narrow[i]);
    }
    String manifest = Files.readString(folder.resolve("BF16").resolve("manifest.json"));
    for (String stated :
        List.of(
            "\"operator\" : \"mla-prefill\"",
            "\"seed\" : 2,",
            "\"contract\" : \"bf16\"",
            "\"weights\" : \"BF16\"",
            "\"accumulator\" : \"F32\"",
            "\"overKeys\" : {",
            "\"causal\" : \"")) {
      assertTrue(manifest.contains(stated), () -> stated + " is not in " + manifest);
    }
  }

  private double[] budget(String contract) throws IOException {
    Path target = folder.resolve(contract);
    String[] options = {"--cases", "1", "--seed", "2", "--contract", contract};
    assertEquals(ExitCode.PASSED, export(target, "mla-prefill", options));
    try (Arena arena = Arena.ofConfined()) {
      Path file = target.resolve("mla-prefill-0000.safetensors");
      StoredTensors read = Safetensors.map(file, arena);
      return read.get("budget.hard.out").elements().orElseThrow().toDoubles();
    }
  }

  @Test
  void aModelsShape_isUsed() throws IOException {
    assertEquals(
        ExitCode.PASSED, export(folder, "rms-norm", "--model", "deepseek-v3", "--cases", "1"));
    try (Arena arena = Arena.ofConfined()) {
      Path file = folder.resolve("rms-norm-0000.safetensors");
      assertEquals(List.of(512L), Safetensors.map(file, arena).get("weight").shape());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense | --cases 1              | operator is 'nonsense'",
        "rms-norm | --cases 0              | cases is 0; it must be from 1 to 100000",
        "rms-norm | --model nonsense       | model is 'nonsense'",
        "rms-norm | --contract nonsense    | expected one of [BF16, F32, BINARY64]",
        "rotary-embedding | --model kimi-linear-48b | its features are not rotated",
      })
  void badInput_getsOneSentence(String operator, String options, String sentence) {
    assertEquals(ExitCode.BAD_INPUT, export(folder, operator, options.split(" ")));
    assertTrue(err.toString().contains(sentence), err::toString);
  }

  @ParameterizedTest
  @MethodSource("operators")
  void numPyAgrees(String operator) throws IOException, InterruptedException {
    requireNumPy();
    String[] options = {"--cases", "12", "--seed", "21", "--contract", "BINARY64"};
    assertEquals(ExitCode.PASSED, export(folder, operator, options));
    assertEquals("12 agree, 0 differ, 0 not run", lastLine(check(folder)));
  }

  /** Results that belong to another eps. */
  @Test
  void numPySeesWrongResults() throws IOException, InterruptedException {
    requireNumPy();
    String[] options = {"--cases", "12", "--seed", "21", "--contract", "BINARY64"};
    assertEquals(ExitCode.PASSED, export(folder, "rms-norm", options));
    for (int i = 0; i < 12; i++) {
      replaceEps(folder.resolve("rms-norm-%04d.safetensors".formatted(i)));
    }
    assertNotEquals("12 agree, 0 differ, 0 not run", lastLine(check(folder)));
  }

  private static void replaceEps(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    String metadata = "\"eps\":\"";
    int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(metadata) + metadata.length();
    bytes[at] = '9';
    Files.write(file, bytes);
  }

  private int export(Path target, String operator, String... options) {
    String[] arguments =
        Stream.concat(
                Stream.of("golden", "export", "--operator", operator, "--out", target.toString()),
                Stream.of(options))
            .toArray(String[]::new);
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  private static void requireNumPy() throws InterruptedException {
    String found;
    try {
      found = run("python3", "-c", "import numpy; print('numpy')");
    } catch (IOException missing) {
      found = "no python3";
    }
    Assumptions.assumeTrue(found.startsWith("numpy"), "NotRun: python3 with NumPy: " + found);
  }

  private static String check(Path cases) throws IOException, InterruptedException {
    return run("python3", CHECK.toString(), cases.toString());
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static String lastLine(String text) {
    return text.strip().lines().reduce("", (first, second) -> second);
  }
}
