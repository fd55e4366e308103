package assay.cli;

import assay.evidence.DeviceCard;
import assay.evidence.Environment;
import assay.evidence.Evidence;
import assay.evidence.EvidenceWriter;
import assay.evidence.HonestSummary;
import assay.evidence.JudgeSummary;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import assay.verify.matrix.HonestEvidence;
import assay.verify.matrix.HonestRun;
import assay.verify.matrix.KillMatrix;
import assay.verify.matrix.MatrixPlan;
import assay.verify.matrix.MatrixResult;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One run of {@code mutants}: judges the judges and writes down what came of it. */
final class MutantsRun {

  private static final String ASSAY = "assay";

  private final List<String> command;
  private final MutantsConsole console;
  private final OutOption folder;
  private final List<Evidence> evidence = new ArrayList<>();

  MutantsRun(List<String> command, MutantsConsole console, OutOption folder) {
    this.command = command;
    this.console = console;
    this.folder = folder;
  }

  /** Answers the exit code. */
  int run(MatrixPlan plan, int honest) throws IOException {
    console.started(plan);
    RunFinished finished;
    try (EvidenceWriter writer = EvidenceWriter.create(folder.evidence())) {
      record(writer, started(plan));
      MatrixResult result = KillMatrix.run(plan, console::progress);
      for (Evidence line : result.evidence()) {
        record(writer, line);
      }
      List<HonestSummary> summaries = honest(plan, honest);
      for (HonestSummary line : summaries) {
        record(writer, line);
      }
      finished = finished(result, summaries);
      record(writer, finished);
      console.accused(result.accused());
    }
    Reports.write(evidence, folder);
    console.finished(evidence, folder);
    return finished.exitCode();
  }

  private List<HonestSummary> honest(MatrixPlan plan, int problems) {
    if (problems == 0) {
      return List.of();
    }
    console.progress(problems + " problems to correct variants");
    return HonestEvidence.of(HonestRun.of(plan.honest(), plan.seed(), problems));
  }

  private void record(EvidenceWriter writer, Evidence line) throws IOException {
    writer.write(line);
    evidence.add(line);
  }

  private RunStarted started(MatrixPlan plan) {
    return new RunStarted(
        Evidence.SCHEMA,
        Instant.now(),
        Build.version(),
        Build.commit(),
        Build.dirty(),
        command,
        plan.seed(),
        Environment.ofThisMachine(),
        jvm(),
        PtxBugs.kernels(plan.bugs()));
  }

  /** Most bugs and all variants are Java; each bug of PTX has an emulator to itself. */
  private static DeviceCard jvm() {
    Runtime runtime = Runtime.getRuntime();
    return new DeviceCard(
        "jvm",
        "simulated kernels in Java, PTX on the emulator",
        "",
        runtime.availableProcessors(),
        runtime.maxMemory(),
        false,
        Map.of());
  }

  /** Assay's verdicts alone count: refused is passed. */
  private RunFinished finished(MatrixResult result, List<HonestSummary> summaries) {
    List<JudgeSummary> assay =
        evidence.stream()
            .filter(JudgeSummary.class::isInstance)
            .map(JudgeSummary.class::cast)
            .filter(judge -> judge.judge().equals(ASSAY))
            .toList();
    long failed =
        result.survivors().size()
            + result.accused().size()
            + summaries.stream().mapToLong(HonestSummary::accusations).sum();
    return new RunFinished(
        Instant.now(),
        assay.stream().mapToLong(JudgeSummary::killed).sum(),
        failed,
        assay.stream().mapToLong(judge -> judge.equivalent() + judge.notApplicable()).sum(),
        failed == 0 ? ExitCode.PASSED : ExitCode.FAILED);
  }
}
