package assay.cli;

import assay.evidence.Environment;
import assay.evidence.Evidence;
import assay.evidence.EvidenceWriter;
import assay.evidence.Fate;
import assay.evidence.JudgeSummary;
import assay.evidence.Provenance;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One run over mutants of PTX: judges them and writes down what came of it. */
final class PtxMutantsRun {

  private final List<String> command;
  private final PtxMutantsConsole console;
  private final OutOption folder;
  private final List<Evidence> evidence = new ArrayList<>();

  PtxMutantsRun(List<String> command, PtxMutantsConsole console, OutOption folder) {
    this.command = command;
    this.console = console;
    this.folder = folder;
  }

  /** Answers the exit code. */
  int run(PtxMutantsPlan plan) throws IOException {
    console.started(plan);
    List<JudgedMutant> judged = new ArrayList<>();
    RunFinished finished;
    try (EvidenceWriter writer = EvidenceWriter.create(folder.evidence())) {
      record(writer, started(plan));
      PtxTrial.of(plan)
          .run(one -> {
            judged.add(one);
            record(writer, one.evidence());
            console.progress(judged.size(), plan.mutants().size(), one);
          });
      record(writer, summary(plan, judged));
      finished = finished(judged);
      record(writer, finished);
    }
    Reports.write(evidence, folder);
    console.finished(judged, folder);
    return finished.exitCode();
  }

  private void record(EvidenceWriter writer, Evidence line) {
    evidence.add(line);
    try {
      writer.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private RunStarted started(PtxMutantsPlan plan) {
    return new RunStarted(
        Evidence.SCHEMA,
        Instant.now(),
        Build.version(),
        Build.commit(),
        Build.dirty(),
        command,
        plan.seed(),
        Environment.ofThisMachine(),
        DeviceCards.emulator(),
        List.of(
            new Provenance(
                plan.kernel().committed().stem(),
                plan.source().ptxSha256(),
                plan.source().sourceSha256())));
  }

  private static JudgeSummary summary(PtxMutantsPlan plan, List<JudgedMutant> judged) {
    return new JudgeSummary(
        "assay",
        "aimed",
        "docs/ptx-mutants.md",
        "no check of the emulator finds a fault, and every property of the operator holds",
        "small problems that execute every instruction; " + plan.extent(),
        count(judged, Fate.KILLED),
        0,
        count(judged, Fate.SURVIVED),
        count(judged, Fate.EQUIVALENT),
        0,
        1,
        0,
        judged.stream().mapToLong(JudgedMutant::elapsedNanos).sum());
  }

  private static RunFinished finished(List<JudgedMutant> judged) {
    long survived = count(judged, Fate.SURVIVED);
    return new RunFinished(
        Instant.now(),
        count(judged, Fate.KILLED),
        survived,
        count(judged, Fate.EQUIVALENT),
        survived == 0 && judged.stream().noneMatch(JudgedMutant::overclaimed)
            ? ExitCode.PASSED
            : ExitCode.FAILED);
  }

  private static long count(List<JudgedMutant> judged, Fate fate) {
    return judged.stream().filter(one -> one.fate() == fate).count();
  }
}
