package assay.cli;

import assay.bench.device.DeviceBench;
import assay.bench.device.DeviceBench.Judged;
import assay.bench.device.DevicePlan;
import assay.evidence.BenchmarkResult;
import assay.evidence.CaseVerdict;
import assay.evidence.Environment;
import assay.evidence.Evidence;
import assay.evidence.EvidenceWriter;
import assay.evidence.Outcome;
import assay.evidence.PropertySummary;
import assay.evidence.Provenance;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import assay.gpu.device.Device;
import assay.gpu.kernels.CommittedKernel;
import assay.gpu.kernels.KernelSource;
import assay.spec.Expectation;
import assay.spec.Result;
import assay.verify.Comparison;
import assay.verify.Judge;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** One run of {@code bench --device}: times, and writes down what came of it. */
final class DeviceBenchRun {

  private final Device device;
  private final List<String> command;
  private final OutOption out;
  private final PrintWriter console;
  private final List<Evidence> evidence = new ArrayList<>();

  DeviceBenchRun(Device device, List<String> command, OutOption out, PrintWriter console) {
    this.device = device;
    this.command = command;
    this.out = out;
    this.console = console;
  }

  /** Times the cases of {@code plan} whose name is wanted, and answers the exit code. */
  int run(DevicePlan plan, Predicate<String> wanted) throws IOException {
    RunFinished finished;
    try (EvidenceWriter writer = EvidenceWriter.create(out.evidence())) {
      record(writer, started());
      new DeviceBench(device, plan, DeviceBenchRun::judge, line -> record(writer, line))
          .run(wanted);
      summaries().forEach(summary -> record(writer, summary));
      finished = finished();
      record(writer, finished);
    }
    Reports.write(evidence, out);
    console.println("report: " + out.folder().resolve("index.html"));
    return finished.exitCode();
  }

  private static Judged judge(Expectation expected, Result actual) {
    Comparison found = Judge.compare(expected, actual);
    Outcome outcome =
        found.withinBudget()
            ? new Outcome.Pass()
            : new Outcome.Fail("the answer is outside its error budget", found.worst());
    return new Judged(found.headroomHard(), found.headroomStatistical(), found.elements(), outcome);
  }

  private RunStarted started() {
    return new RunStarted(
        Evidence.SCHEMA,
        Instant.now(),
        Build.version(),
        Build.commit(),
        Build.dirty(),
        command,
        0,
        Environment.ofThisMachine(),
        DeviceCards.of(device.info()),
        CommittedKernel.ALL.stream()
            .map(CommittedKernel::stem)
            .distinct()
            .map(DeviceBenchRun::provenance)
            .toList());
  }

  private static Provenance provenance(String stem) {
    KernelSource source = KernelSource.committed(stem);
    return new Provenance(stem, source.ptxSha256(), source.sourceSha256());
  }

  /** One for each subject, in the order of their first case. */
  private List<PropertySummary> summaries() {
    Set<String> subjects = new LinkedHashSet<>();
    verdicts().forEach(verdict -> subjects.add(verdict.subject()));
    return subjects.stream().map(this::summary).toList();
  }

  private PropertySummary summary(String subject) {
    List<CaseVerdict> own =
        verdicts().stream().filter(verdict -> verdict.subject().equals(subject)).toList();
    List<CaseVerdict> failed = own.stream().filter(DeviceBenchRun::failed).toList();
    return new PropertySummary(
        own.getFirst().operator(),
        subject,
        DeviceBench.PROPERTY,
        DeviceBench.STATEMENT,
        own.stream().filter(DeviceBenchRun::passed).count(),
        failed.size(),
        own.stream().filter(DeviceBenchRun::notRun).count(),
        failed.isEmpty() ? null : failed.getFirst().problem(),
        own.stream()
            .mapToDouble(CaseVerdict::headroomStatistical)
            .filter(headroom -> !Double.isNaN(headroom))
            .max()
            .orElse(Double.NaN));
  }

  private RunFinished finished() {
    long passed = verdicts().stream().filter(DeviceBenchRun::passed).count();
    long failed = verdicts().stream().filter(DeviceBenchRun::failed).count();
    long notRun = verdicts().stream().filter(DeviceBenchRun::notRun).count();
    return new RunFinished(
        Instant.now(), passed, failed, notRun, ExitCode.of(passed, failed, notRun));
  }

  private List<CaseVerdict> verdicts() {
    return evidence.stream()
        .filter(CaseVerdict.class::isInstance)
        .map(CaseVerdict.class::cast)
        .toList();
  }

  private static boolean passed(CaseVerdict verdict) {
    return verdict.outcome() instanceof Outcome.Pass;
  }

  private static boolean failed(CaseVerdict verdict) {
    return verdict.outcome() instanceof Outcome.Fail;
  }

  private static boolean notRun(CaseVerdict verdict) {
    return verdict.outcome() instanceof Outcome.NotRun;
  }

  private void record(EvidenceWriter writer, Evidence line) {
    evidence.add(line);
    try {
      writer.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    switch (line) {
      case CaseVerdict verdict when !passed(verdict) -> say(verdict);
      case BenchmarkResult result -> say(result);
      default -> {}
    }
  }

  private void say(CaseVerdict verdict) {
    String what =
        switch (verdict.outcome()) {
          case Outcome.Pass pass -> "";
          case Outcome.Fail fail -> "FAIL: " + fail.reason();
          case Outcome.NotRun none -> "NOT RUN: " + none.reason();
        };
    console.printf("%-24s %-44s %s%n", verdict.subject(), verdict.problem(), what);
  }

  private void say(BenchmarkResult result) {
    Map<String, String> params = result.params();
    console.printf(
        "%-24s %-44s %10.1f us  %8s GB/s (%s of copy)  %8s TFLOP/s (%s of product)%n",
        result.name(),
        shape(params),
        result.median(),
        params.get("gigabytesPerSecond"),
        params.getOrDefault("copyShare", "-"),
        params.get("teraflopPerSecond"),
        params.getOrDefault("productShare", "-"));
  }

  private static String shape(Map<String, String> params) {
    return "heads=%s keys=%s batch=%s"
        .formatted(
            params.getOrDefault("heads", "-"),
            params.getOrDefault("keys", "-"),
            params.getOrDefault("batch", "-"));
  }
}
