package assay.cli;

import assay.evidence.BadEvidence;
import assay.evidence.CaseVerdict;
import assay.evidence.DiagnosisFound;
import assay.evidence.EntryChosen;
import assay.evidence.Environment;
import assay.evidence.Evidence;
import assay.evidence.EvidenceWriter;
import assay.evidence.FailureDetail;
import assay.evidence.PropertySummary;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import assay.gpu.device.DeviceInfo;
import assay.pages.Report;
import assay.verify.Failure;
import assay.verify.FailureDetails;
import assay.verify.Property;
import assay.verify.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/** One run of {@code verify}: poses the problems and writes down what came of them. */
final class VerifyRun<P> {

  private final List<String> command;
  private final KernelSubject<P> subject;
  private final VerifyConsole console;
  private final long seed;
  private final OutOption folder;
  private final List<Evidence> evidence = new ArrayList<>();
  private final List<Failure<P>> failures = new ArrayList<>();

  VerifyRun(
      List<String> command,
      KernelSubject<P> subject,
      VerifyConsole console,
      long seed,
      OutOption folder) {
    this.command = command;
    this.subject = subject;
    this.console = console;
    this.seed = seed;
    this.folder = folder;
  }

  /** Holds each property against the plan's problems for it, and answers the exit code. */
  int run(VerifyPlan<P> plan, List<Property<P>> properties) throws IOException {
    DeviceInfo device = subject.kernel().device().info();
    console.started(subject.choice().stem(), subject.name(), device.name(), seed);
    RunFinished finished;
    try (EvidenceWriter writer = EvidenceWriter.create(folder.evidence())) {
      record(writer, started(device));
      finished = finished(summaries(plan, properties, line -> record(writer, line)));
      new KernelDiagnosis<>(subject, failures)
          .found(plan.common())
          .forEach(found -> record(writer, found));
      subject
          .tally()
          .chosen(subject.operator(), subject.name())
          .forEach(one -> record(writer, one));
      record(writer, finished);
    }
    writeReport();
    console.finished(finished.passed(), finished.failed(), finished.notRun());
    return finished.exitCode();
  }

  private List<PropertySummary> summaries(
      VerifyPlan<P> plan, List<Property<P>> properties, Consumer<Evidence> sink) {
    Verification<P> verification =
        new Verification<>(
            subject.operator(),
            subject.name(),
            sink,
            failure -> {
              failures.add(failure);
              sink.accept(detail(failure));
            });
    return properties.stream()
        .map(property -> verification.run(property, plan.recipes(property)))
        .toList();
  }

  private FailureDetail detail(Failure<P> failure) {
    try {
      String file = new Reproducers<>(subject, seed, folder).write(failure);
      return FailureDetails.of(
          subject.operator(), subject.name(), failure, file, subject.terms(failure));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunStarted started(DeviceInfo device) {
    return new RunStarted(
        Evidence.SCHEMA,
        Instant.now(),
        Build.version(),
        Build.commit(),
        Build.dirty(),
        command,
        seed,
        Environment.ofThisMachine(),
        DeviceCards.of(device),
        new Reproducers<>(subject, seed, folder).provenance());
  }

  private static RunFinished finished(List<PropertySummary> summaries) {
    long passed = sum(summaries, PropertySummary::passed);
    long failed = sum(summaries, PropertySummary::failed);
    long notRun = sum(summaries, PropertySummary::notRun);
    return new RunFinished(
        Instant.now(), passed, failed, notRun, ExitCode.of(passed, failed, notRun));
  }

  private static long sum(List<PropertySummary> summaries, ToLongFunction<PropertySummary> count) {
    return summaries.stream().mapToLong(count).sum();
  }

  /** Benchmark results that cannot be read are left out, and that is said. */
  private void writeReport() throws IOException {
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
      case FailureDetail detail -> console.detailed(detail);
      case DiagnosisFound found -> console.diagnosed(found);
      case PropertySummary summary -> console.summarised(summary);
      case EntryChosen chosen -> console.chosen(chosen);
      default -> {}
    }
  }
}
