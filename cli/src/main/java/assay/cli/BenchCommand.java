package assay.cli;

import assay.bench.Benchmarks;
import assay.bench.BenchmarksFailed;
import assay.bench.device.DevicePlan;
import assay.evidence.BenchmarkResult;
import assay.evidence.EvidenceFile;
import assay.evidence.JmhJson;
import assay.gpu.device.Device;
import assay.gpu.device.DeviceUnavailable;
import assay.gpu.device.Devices;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times the golden model against its peers, or kernels on a GPU, after checking each answer. */
@Command(
    name = "bench",
    description = {
      "Times the golden model against its scalar peer (JMH), answers checked first.",
      "All of it takes more than an hour; --only, --param and --quick take less.",
      "With --device times Assay's kernels on a GPU instead, beside what it can do at most."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {

  /** There where the launcher has added the peers. */
  private static final String PEER = "/assay/bench/peers/Peer.class";

  @Spec private CommandSpec spec;
  @Mixin private OutOption out = new OutOption();

  @Option(names = "--quick", description = "One fork and few iterations: a look, not a figure.")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "Only benchmarks in whose name this is found; repeatable.")
  private List<String> only = List.of();

  @Option(
      names = "--param",
      paramLabel = "NAME=VALUES",
      description = "Values for benchmarks' parameters of this name, comma-separated; repeatable.")
  private Map<String, String> params = Map.of();

  @Option(
      names = "--peers",
      description =
          "OpenBLAS, ONNX Runtime and PyTorch beside Assay; needs the sources and 200 MB.")
  private boolean peers;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = {
        "Times decode kernels there: cuda[:N], or auto. Parameters are heads, keys, batch, l2",
        "(flushed or warm), copyMebibytes and product; docs/device-timing.md has the rules."
      })
  private @Nullable String device;

  @Override
  public Integer call() throws IOException, BenchmarksFailed {
    if (device != null) {
      return timeOn(device);
    }
    if (peers && getClass().getResource(PEER) == null) {
      spec.commandLine()
          .getErr()
          .println("assay: --peers needs ./assay in a checkout of the sources");
      return ExitCode.NOT_RUN;
    }
    return timeOnTheCpu();
  }

  /**
   * @throws IllegalArgumentException if a parameter is none of those that there are
   */
  private int timeOn(String selector) throws IOException {
    if (peers) {
      throw new IllegalArgumentException("--peers and --device are both given; peers are a CPU's");
    }
    DevicePlan plan = DevicePlan.of(params, quick);
    Pattern wanted = Pattern.compile(only.isEmpty() ? "" : String.join("|", only));
    try (Device opened = Devices.open(selector)) {
      if (opened.info().emulated()) {
        throw new DeviceUnavailable(
            "device is '%s', which is emulated here; its times say nothing about a GPU, so none"
                    .formatted(selector)
                + " are taken");
      }
      List<String> command = spec.commandLine().getParent().getParseResult().originalArgs();
      return new DeviceBenchRun(opened, command, out, spec.commandLine().getOut())
          .run(plan, name -> wanted.matcher(name).find());
    }
  }

  private int timeOnTheCpu() throws IOException, BenchmarksFailed {
    Files.createDirectories(out.folder());
    Benchmarks.run(new Benchmarks.Selection(include(), params, quick, out.benchmarks()));
    PrintWriter writer = spec.commandLine().getOut();
    for (BenchmarkResult result : JmhJson.read(out.benchmarks())) {
      writer.printf(
          "%-52s %12.3f ± %.3f %s %s%n",
          result.name(), result.score(), result.error(), result.unit(), result.params());
    }
    if (Files.exists(out.evidence())) {
      Reports.write(EvidenceFile.read(out.evidence()).evidence(), out);
    }
    return ExitCode.PASSED;
  }

  /** With peers everything. */
  private String include() {
    if (!only.isEmpty()) {
      return String.join("|", only);
    }
    return peers ? "" : "^assay\\.bench\\.[A-Z]";
  }
}
