package assay.cli;

import assay.evidence.BadEvidence;
import assay.evidence.CaseVerdict;
import assay.evidence.DeviceCard;
import assay.evidence.Environment;
import assay.evidence.Evidence;
import assay.evidence.EvidenceWriter;
import assay.evidence.PropertySummary;
import assay.evidence.Provenance;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import assay.golden.PagedMlaDecodeReference;
import assay.gpu.device.DeviceInfo;
import assay.gpu.kernels.KernelSource;
import assay.gpu.kernels.PagedMlaDecodeKernel;
import assay.pages.Report;
import assay.spec.PagedMlaDecode;
import assay.verify.PagedMlaDecodeProperties;
import assay.verify.Property;
import assay.verify.Subject;
import assay.verify.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** One run of {@code verify}: poses the problems and writes down what came of them. */
final class VerifyRun {

  private static final String OPERATOR = PagedMlaDecode.OPERATOR.name().kebab();

  private final List<String> command;
  private final ReopeningKernel kernel;
  private final KernelSource source;
  private final VerifyConsole console;
  private final List<Evidence> evidence = new ArrayList<>();

  VerifyRun(
      List<String> command, ReopeningKernel kernel, KernelSource source, VerifyConsole console) {
    this.command = command;
    this.kernel = kernel;
    this.source = source;
    this.console = console;
  }

  /** Every property of the operator, held by the kernel of this run. */
  List<Property<PagedMlaDecode.Problem>> properties() {
    return new PagedMlaDecodeProperties(
            new Subject<>(name(), kernel, PagedMlaDecodeKernel.CONTRACT, true),
            PagedMlaDecodeReference.create())
        .all();
  }

  /** Holds each property against the plan's problems for it, and answers the exit code. */
  int run(
      VerifyPlan plan,
      List<Property<PagedMlaDecode.Problem>> properties,
      long seed,
      OutOption folder)
      throws IOException {
    DeviceInfo device = kernel.device().info();
    console.started(PagedMlaDecodeKernel.ENTRY, name(), device.name(), seed);
    RunFinished finished;
    try (EvidenceWriter writer = EvidenceWriter.create(folder.evidence())) {
      record(writer, started(seed, device));
      finished = finished(summaries(plan, properties, line -> record(writer, line)));
      record(writer, finished);
    }
    writeReport(folder);
    console.finished(finished.passed(), finished.failed(), finished.notRun(), folder);
    return finished.exitCode();
  }

  private List<PropertySummary> summaries(
      VerifyPlan plan, List<Property<PagedMlaDecode.Problem>> properties, Consumer<Evidence> sink) {
    Verification<PagedMlaDecode.Problem> verification = new Verification<>(OPERATOR, name(), sink);
    return properties.stream()
        .map(property -> verification.run(property, plan.recipes(property.name())))
        .toList();
  }

  private String name() {
    return source.ptx().name();
  }

  private RunStarted started(long seed, DeviceInfo device) {
    return new RunStarted(
        Evidence.SCHEMA,
        Instant.now(),
        Build.version(),
        Build.commit(),
        Build.dirty(),
        command,
        seed,
        Environment.ofThisMachine(),
        card(device),
        List.of(
            new Provenance(PagedMlaDecodeKernel.ENTRY, source.ptxSha256(), source.sourceSha256())));
  }

  private static DeviceCard card(DeviceInfo device) {
    return new DeviceCard(
        device.backend(),
        device.name(),
        device.computeMajor() + "." + device.computeMinor(),
        device.multiprocessors(),
        device.memoryBytes(),
        device.emulated(),
        device.properties());
  }

  private static RunFinished finished(List<PropertySummary> summaries) {
    long passed = sum(summaries, PropertySummary::passed);
    long failed = sum(summaries, PropertySummary::failed);
    long notRun = sum(summaries, PropertySummary::notRun);
    return new RunFinished(Instant.now(), passed, failed, notRun, exitCode(passed, failed, notRun));
  }

  private static long sum(List<PropertySummary> summaries, ToLongFunction<PropertySummary> count) {
    return summaries.stream().mapToLong(count).sum();
  }

  private static int exitCode(long passed, long failed, long notRun) {
    if (failed > 0) {
      return ExitCode.FAILED;
    }
    return notRun == 0 && passed > 0 ? ExitCode.PASSED : ExitCode.NOT_RUN;
  }

  /** Benchmark results that cannot be read are left out, and that is said. */
  private void writeReport(OutOption folder) throws IOException {
    try {
      Reports.write(evidence, folder);
    } catch (BadEvidence e) {
      Report.write(evidence, folder.folder());
      console.leftOut(String.valueOf(e.getMessage()));
    }
  }

  private void record(EvidenceWriter writer, Evidence line) {
    evidence.add(line);
    try {
      writer.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    switch (line) {
      case CaseVerdict verdict -> console.examined(verdict);
      case PropertySummary summary -> console.summarised(summary);
      default -> {}
    }
  }
}
