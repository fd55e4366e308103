package assay.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import assay.bench.device.DevicePlan;
import assay.evidence.BenchmarkResult;
import assay.evidence.Evidence;
import assay.evidence.EvidenceFile;
import assay.evidence.PropertySummary;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import assay.gpu.emulator.Checks;
import assay.gpu.emulator.EmulatedDevice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * What {@code bench --device} writes and prints. The command itself times no emulator; here it
 * stands for a GPU, and its times for nothing.
 */
final class DeviceBenchRunTest {

  private static final DevicePlan PLAN =
      DevicePlan.of(
          Map.of("heads", "16", "keys", "40", "batch", "1", "copyMebibytes", "1", "product", "64"),
          true);

  @TempDir private Path folder;

  private final StringWriter console = new StringWriter();

  @Test
  void evidenceAndPagesHaveEveryCaseAndItsCeilings() throws IOException {
    OutOption out = new OutOption();
    new CommandLine(CommandLine.Model.CommandSpec.create().addMixin("out", mixin(out)))
        .parseArgs("--out", folder.toString());
    int code;
    try (EmulatedDevice device = new EmulatedDevice(Checks.ALL)) {
      code =
          new DeviceBenchRun(device, List.of("bench"), out, new PrintWriter(console, true))
              .run(PLAN, name -> name.contains("tensor"));
    }
    assertEquals(ExitCode.PASSED, code, console::toString);
    List<Evidence> lines = EvidenceFile.read(out.evidence()).evidence();
    assertTrue(((RunStarted) lines.getFirst()).device().emulated());
    assertEquals(4, ((RunFinished) lines.getLast()).passed());
    assertEquals(4, lines.stream().filter(PropertySummary.class::isInstance).count());
    assertEquals(
        List.of("copy.kernel", "copy.driver", "product.projection", "paged-mla-decode.tensor"),
        lines.stream()
            .filter(BenchmarkResult.class::isInstance)
            .map(line -> ((BenchmarkResult) line).name())
            .toList());
    String page = Files.readString(folder.resolve("report.md"));
    assertTrue(page.contains("Times on the device"), page);
    assertTrue(page.contains("cuBLAS) was not run"), page);
    assertTrue(console.toString().contains("of product)"), console::toString);
  }

  private static CommandLine.Model.CommandSpec mixin(OutOption out) {
    return CommandLine.Model.CommandSpec.forAnnotatedObject(out);
  }
}
