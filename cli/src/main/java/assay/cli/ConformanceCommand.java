package assay.cli;

import assay.gpu.conformance.ConformanceCase;
import assay.gpu.conformance.ConformanceCases;
import assay.gpu.conformance.ConformanceResult;
import assay.gpu.conformance.ConformanceSuite;
import assay.gpu.conformance.Mismatch;
import assay.gpu.device.Device;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Holds a device against the PTX ISA, one case per instruction form. */
@Command(
    name = "conformance",
    description = "Holds a device against the PTX ISA, one case per instruction form.",
    mixinStandardHelpOptions = true)
final class ConformanceCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private DeviceOption device = new DeviceOption();

  private int passed;
  private int failed;
  private int notRun;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    for (ConformanceCase subject : ConformanceCases.all()) {
      tell(out, subject);
    }
    out.printf("%d passed, %d failed, %d not run%n", passed, failed, notRun);
    if (failed > 0) {
      return ExitCode.FAILED;
    }
    return notRun > 0 ? ExitCode.NOT_RUN : ExitCode.PASSED;
  }

  /** Each case has a device of its own, since a faulted one may refuse all further work. */
  private void tell(PrintWriter out, ConformanceCase subject) {
    try (Device opened = device.open()) {
      switch (ConformanceSuite.run(opened, subject)) {
        case ConformanceResult.Pass pass -> passed++;
        case ConformanceResult.Unsupported(String reason) -> {
          notRun++;
          out.printf("  NOT RUN  %s: %s%n", subject, reason);
        }
        case ConformanceResult.Mismatches(List<Mismatch> list) -> {
          failed++;
          list.forEach(mismatch -> out.printf("  FAIL     %s%n", mismatch));
        }
        case ConformanceResult.Faulted(String reason) -> {
          failed++;
          out.printf("  FAIL     %s: %s%n", subject, reason);
        }
      }
    }
  }
}
