package assay.cli;

import assay.evidence.Evidence;
import assay.evidence.Fate;
import assay.evidence.HonestSummary;
import assay.evidence.JudgeSummary;
import assay.evidence.MutantVerdict;
import assay.verify.matrix.MatrixPlan;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Tells a person what comes of a {@code mutants} run: a line for each judge. */
final class MutantsConsole {

  private static final String ASSAY = "assay";

  private final PrintWriter out;
  private final Progress progress;

  MutantsConsole(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.progress = new Progress(err);
  }

  void started(MatrixPlan plan) {
    out.printf(
        "%d planted bugs, %d correct variants, seed %d%s%n",
        plan.bugs().size(), plan.honest().size(), plan.seed(), plan.fast() ? ", fast" : "");
    out.flush();
  }

  void progress(String next) {
    progress.show("  " + next);
  }

  void finished(List<Evidence> evidence, OutOption folder) {
    progress.clear();
    List<MutantVerdict> verdicts = only(evidence, MutantVerdict.class);
    out.printf(
        "%-26s %-9s %7s %6s %9s %11s %5s %12s%n",
        "judge", "inputs", "killed", "flaky", "survived", "equivalent", "n/a", "false alarms");
    for (JudgeSummary judge : only(evidence, JudgeSummary.class)) {
      tell(judge);
    }
    tellHonest(only(evidence, HonestSummary.class));
    for (MutantVerdict verdict : verdicts) {
      if (verdict.judge().equals(ASSAY) && verdict.fate() == Fate.SURVIVED) {
        out.printf(
            "survives assay: %s %s: %s%n", verdict.bug(), verdict.operator(), verdict.title());
      }
    }
    out.println("report: " + folder.folder().resolve("index.html"));
  }

  private void tellHonest(List<HonestSummary> honest) {
    if (!honest.isEmpty()) {
      out.printf(
          "correct variants: %d problems, %d accusations, largest headroom %.3g%n",
          honest.stream().mapToLong(HonestSummary::problems).sum(),
          honest.stream().mapToLong(HonestSummary::accusations).sum(),
          honest.stream().mapToDouble(HonestSummary::largestHeadroom).max().orElse(0));
    }
  }

  /** Names of what was accused, so that a false alarm can be looked into. */
  void accused(List<String> accused) {
    out.print(accused.stream().map("accused: %s%n"::formatted).collect(Collectors.joining()));
  }

  private void tell(JudgeSummary judge) {
    out.printf(
        "%-26s %-9s %7d %6d %9d %11d %5d %6d of %d%n",
        judge.judge(),
        judge.inputs(),
        judge.killed(),
        judge.flaky(),
        judge.survived(),
        judge.equivalent(),
        judge.notApplicable(),
        judge.falseAlarms(),
        judge.honest());
  }

  private static <T> List<T> only(List<Evidence> evidence, Class<T> kind) {
    return evidence.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
