package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.evidence.CaseVerdict;
import assay.evidence.EntryChosen;
import assay.evidence.EvidenceFile;
import assay.evidence.RunStarted;
import assay.gpu.device.Availability;
import assay.gpu.device.Devices;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

  private static final String SMALL_CASE =
      "heads=2 latent=16 rope=8 queries=2 causal=true page=4 lengths=9,70 scale=0.2 seed=3";

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void verify_passesTheCommittedKernel_andLeavesEvidenceAndReport() throws IOException {
    assertEquals(ExitCode.PASSED, verify("--case", SMALL_CASE), err::toString);
    assertTrue(out.toString().contains("29 passed, 0 failed, 0 not run"), out::toString);
    for (String file : List.of("evidence.jsonl", "report.md", "index.html")) {
      assertTrue(Files.size(folder.resolve(file)) > 0, file);
    }
    assertFalse(EvidenceFile.read(folder.resolve("evidence.jsonl")).evidence().isEmpty());
  }

  @Test
  void verify_takesTheTensorKernelByItsName() {
    assertEquals(ExitCode.PASSED, verify("--kernel", "tensor", "--case", SMALL_CASE));
    assertTrue(out.toString().contains("29 passed, 0 failed, 0 not run"), out::toString);
    assertTrue(out.toString().contains("paged_mla_decode_tensor.ptx"), out::toString);
  }

  @Test
  void verify_saysWhichKernelItChose_andHowOften() throws IOException {
    List<String> options =
        new ArrayList<>(List.of("--kernel", "chosen", "--property", "within-budget"));
    options.addAll(
        List.of("--case", SMALL_CASE, "--case", SMALL_CASE.replace("rope=8", "rope=562")));
    assertEquals(ExitCode.PASSED, verify(options.toArray(String[]::new)), err::toString);
    List<EntryChosen> chosen = lines(EntryChosen.class);
    assertEquals(
        List.of("paged_mla_decode", "paged_mla_decode_tensor_16"),
        chosen.stream().map(EntryChosen::entry).toList());
    for (EntryChosen one : chosen) {
      assertTrue(one.runs() > 0, one::toString);
      assertTrue(out.toString().contains(one.reason()), out::toString);
    }
    assertEquals(3, lines(RunStarted.class).getFirst().kernels().size());
  }

  private <T> List<T> lines(Class<T> kind) throws IOException {
    return EvidenceFile.read(folder.resolve("evidence.jsonl")).evidence().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }

  @Test
  void verify_isStricterWhereFalseAlarmsMayBeMoreOften() throws IOException {
    assertTrue(headroom("0.5") > headroom("1e-6"));
  }

  /** Weights of bf16 are too coarse for a kernel that promises F32. */
  @Test
  void verify_holdsAKernelToWhatItPromises() {
    String[] options = {"--case", SMALL_CASE, "--property", "within-budget", "--contract"};
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("weights=f32,output=f32");
    assertEquals(ExitCode.FAILED, verify(arguments.toArray(String[]::new)));
    assertTrue(out.toString().contains(" --contract weights=f32,output=f32 "), out::toString);
  }

  private double headroom(String falseAlarm) throws IOException {
    String[] options = {
      "--case", SMALL_CASE, "--property", "within-budget", "--false-alarm", falseAlarm
    };
    assertEquals(ExitCode.PASSED, verify(options));
    return EvidenceFile.read(folder.resolve("evidence.jsonl")).evidence().stream()
        .filter(CaseVerdict.class::isInstance)
        .mapToDouble(line -> ((CaseVerdict) line).headroomStatistical())
        .max()
        .orElseThrow();
  }

  @Test
  void verify_namesTheScheduleItDrew() {
    assertEquals(
        ExitCode.PASSED,
        verify("--schedule", "random", "--property", "within-budget", "--case", SMALL_CASE),
        err::toString);
    assertTrue(
        out.toString().matches("(?s).* on Assay PTX emulator, schedule \\d+, seed .*"),
        out::toString);
  }

  @Test
  void verify_failsAKernelThatDependsOnItsSchedule() throws IOException {
    String ptx = KernelSource.committed(PagedMlaDecodeKernel.ENTRY).ptx().text();
    Path kernel = folder.resolve("order.ptx");
    Files.writeString(kernel, ptx.replaceFirst("bar\\.sync \t0;", ""));
    int exitCode =
        verify("--kernel", kernel.toString(), "--property", "any-schedule", "--case", SMALL_CASE);
    assertEquals(ExitCode.FAILED, exitCode, err::toString);
    assertTrue(out.toString().contains("FAIL     any-schedule"), out::toString);
  }

  @Test
  void verify_failsAPlantedBug_andSaysHowToRepeatIt() throws IOException {
    String ptx = KernelSource.committed(PagedMlaDecodeKernel.ENTRY).ptx().text();
    Path kernel = folder.resolve("bug.ptx");
    Files.writeString(kernel, ptx.replace("0f3F317218", "0f3F800000"));
    int exitCode =
        verify("--kernel", kernel.toString(), "--property", "within-budget", "--cases", "5");
    assertEquals(ExitCode.FAILED, exitCode, err::toString);
    String said = out.toString();
    assertTrue(said.contains("FAIL     within-budget"), said);
    assertTrue(said.contains("smallest failing problem: heads=1 "), said);
    assertTrue(said.contains("seed="), said);
    assertTrue(said.contains("lseNats[b=0, s=0, h=0]: expected "), said);
    assertTrue(said.contains("budgets off"), said);
    assertTrue(said.contains("lseNats along h  █  the only one"), said);
    assertTrue(said.contains("it looks like LSE: lse is in base 2"), said);
    assertTrue(said.contains("again: ./assay verify --kernel '" + kernel + "'"), said);
  }

  @Test
  void verify_withTheSameSeed_saysTheSame() {
    List<String> options = List.of("--property", "convexity", "--cases", "3", "--seed", "9");
    verify(options.toArray(String[]::new));
    String first = out.toString();
    out.getBuffer().setLength(0);
    verify(options.toArray(String[]::new));
    assertEquals(first, out.toString());
  }

  @Test
  void report_rendersTheEvidenceAgain() throws IOException {
    verify("--case", SMALL_CASE);
    String first = Files.readString(folder.resolve("report.md"));
    Files.delete(folder.resolve("report.md"));
    assertEquals(ExitCode.PASSED, run("report", "--out", folder.toString()));
    assertEquals(first, Files.readString(folder.resolve("report.md")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "verify --operator nonsense        | operator is 'nonsense'",
        "verify --nonsense                 | Unknown option: '--nonsense'",
        "nonsense                          | Unmatched argument at index 0: 'nonsense'",
        "verify --case heads=0             | heads is 0; it must be at least 1",
        "verify --case lengths=-1          | lengths is -1; it must be at least 0",
        "verify --case heads               | case has 'heads'",
        "verify --cases -1                 | cases is -1",
        "verify --false-alarm 2            | falseAlarm is 2.0; it must be between 0 and 1",
        "verify --cases many               | 'many' is not an int",
        "verify --property nonsense        | property is 'nonsense'",
        "verify --model nonsense           | model is 'nonsense'",
        "verify --device nonsense          | device is 'nonsense'",
        "verify --device cuda:x            | device is 'cuda:x'",
        "verify --schedule late            | schedule is 'late'; allowed are latest, earliest, ran",
        "verify --rounding up              | rounding is 'up'; allowed are nearest, random and a",
        "verify --device cuda --schedule 1 | device is 'cuda', but a schedule is given",
        "verify --kernel src               | kernel is 'src'; it must be a file of PTX",
        "verify --case seed=1 --model glm-5 | --case and --model are both given",
        "verify --operator rms-norm --kernel chosen | file 'chosen' does not exist",
        "verify --kernel no-such-file.ptx  | file 'no-such-file.ptx' does not exist",
        "bench --device cuda --param a=1   | param is 'a'; with --device allowed are",
        "bench --device cuda --param keys= | param keys is ''; it must be a whole number",
        "bench --device cuda --peers       | --peers and --device are both given",
        "mutants --ptx plain --each 0      | each is 0; it must be at least 1",
        "mutants --ptx plain --limit -1    | limit is -1; it must not be negative",
        "mutants --ptx plain --all --each 2 | mutually exclusive",
        "mutants --all                     | --each, --limit and --all choose mutants of --ptx",
        "show nonsense                     | operator is 'nonsense'",
        "report --out no-such-folder       | no-such-folder",
      })
  void badInput_getsOneSentence_andNothingIsWritten(String command, String sentence) {
    assertEquals(ExitCode.BAD_INPUT, run(command.split(" ")), err::toString);
    assertIsOneSentence(sentence);
    assertFalse(Files.exists(Path.of("assay-out")));
  }

  @Test
  void problemThatTheKernelDoesNotTake_isNotRun() {
    assertEquals(ExitCode.NOT_RUN, verify("--case", "latent=7", "--property", "convexity"));
    assertTrue(out.toString().contains("NOT RUN"), out::toString);
    assertTrue(out.toString().contains("latent is 7; paged_mla_decode takes even widths"));
  }

  @Test
  void truncatedPtx_getsOneSentence() throws IOException {
    String ptx = KernelSource.committed(PagedMlaDecodeKernel.ENTRY).ptx().text();
    Path kernel = folder.resolve("truncated.ptx");
    Files.writeString(kernel, ptx.substring(0, ptx.length() / 2));
    assertEquals(ExitCode.BAD_INPUT, verify("--kernel", kernel.toString(), "--device", "emulator"));
    assertIsOneSentence("truncated.ptx");
  }

  @Test
  void cudaWithoutADriver_isNotRun() {
    Availability cuda =
        Devices.providers().stream()
            .filter(provider -> provider.name().equals("cuda"))
            .findFirst()
            .orElseThrow()
            .probe();
    Assumptions.assumeTrue(
        cuda instanceof Availability.Unavailable, "NotRun: this machine has a GPU");
    assertEquals(ExitCode.NOT_RUN, verify("--device", "cuda"));
    assertIsOneSentence(((Availability.Unavailable) cuda).reason());
    assertFalse(Files.exists(folder.resolve("evidence.jsonl")));
  }

  @Test
  void devices_listsEveryBackend() {
    assertEquals(ExitCode.PASSED, run("devices"));
    assertTrue(out.toString().contains("emulator:0"), out::toString);
    assertTrue(out.toString().contains("cuda"), out::toString);
  }

  @Test
  void show_listsOperatorsAndFiles() {
    assertEquals(ExitCode.PASSED, run("show"));
    assertTrue(out.toString().contains("deepseek-v3"));
    assertEquals(ExitCode.PASSED, run("show", "paged-mla-decode"));
    assertTrue(out.toString().contains("paged_mla_decode.cu"));
    assertTrue(out.toString().contains("  tensor"), out::toString);
    assertTrue(out.toString().contains("paged_mla_decode_tensor_combine"), out::toString);
    assertEquals(ExitCode.PASSED, run("show", "mla-layer"));
    assertTrue(out.toString().contains("mla_layer_gather"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "verify",
        "replay",
        "test",
        "show",
        "devices",
        "conformance",
        "bench",
        "report",
        "bundle"
      })
  void help_isEverywhere(String command) {
    String[] arguments =
        command.isEmpty() ? new String[] {"--help"} : new String[] {command, "--help"};
    assertEquals(ExitCode.PASSED, run(arguments));
    assertTrue(out.toString().startsWith("Usage: assay"), out::toString);
  }

  @Test
  void bench_withPeersThatAreNotThere_isNotRun() {
    assertEquals(ExitCode.NOT_RUN, run("bench", "--peers", "--out", folder.toString()));
    assertTrue(err.toString().contains("--peers needs ./assay in a checkout"), err::toString);
  }

  @Test
  void bench_onTheEmulator_takesNoTimes() throws IOException {
    assertEquals(
        ExitCode.NOT_RUN, run("bench", "--device", "emulator", "--out", folder.toString()));
    assertIsOneSentence("device is 'emulator', which is emulated here");
    assertFalse(Files.exists(folder.resolve("evidence.jsonl")));
  }

  private int verify(String... options) {
    List<String> arguments = new ArrayList<>(List.of("verify", "--out", folder.toString()));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    return Main.execute(new PrintWriter(out), new PrintWriter(err), arguments);
  }

  private void assertIsOneSentence(String part) {
    String said = err.toString();
    assertTrue(said.startsWith("assay: ") && said.contains(part), said);
    assertEquals(1, said.lines().count(), said);
  }
}
