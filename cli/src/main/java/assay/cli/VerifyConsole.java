package assay.cli;

import assay.evidence.CaseVerdict;
import assay.evidence.DiagnosisFound;
import assay.evidence.EntryChosen;
import assay.evidence.FailureDetail;
import assay.evidence.Outcome;
import assay.evidence.PropertySummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tells a person what comes of a {@code verify} run: a line per property, more where it failed. */
final class VerifyConsole {

  private static final String INDENT = "           ";

  private final PrintWriter out;
  private final String options;
  private final OutOption folder;
  private final Progress progress;
  private long cases;
  private Outcome lastFailure = new Outcome.Pass();
  private @Nullable FailureDetail lastDetail;
  private @Nullable String lastNotRun;

  /**
   * @param options what a repeated run must be given besides property and case, each after a space
   */
  VerifyConsole(PrintWriter out, PrintWriter err, String options, OutOption folder) {
    this.out = out;
    this.folder = folder;
    this.options = options;
    this.progress = new Progress(err);
  }

  void started(String kernel, String file, String device, long seed) {
    out.printf("%s (%s) on %s, seed %d%n", kernel, file, device, seed);
  }

  void examined(CaseVerdict verdict) {
    cases++;
    progress.show("  %s: %d cases so far".formatted(verdict.property(), cases));
    switch (verdict.outcome()) {
      case Outcome.Pass pass -> {}
      case Outcome.Fail fail -> lastFailure = fail;
      case Outcome.NotRun(String reason) -> lastNotRun = reason;
    }
  }

  /** Keeps what there is to tell of the property that is about to be summarised. */
  void detailed(FailureDetail detail) {
    lastDetail = detail;
  }

  /** Tells what came of one property, and forgets its cases. */
  void summarised(PropertySummary summary) {
    progress.clear();
    out.printf(
        "  %-7s  %-18s %4d cases%s%n",
        word(summary),
        summary.property(),
        summary.passed() + summary.failed(),
        Double.isNaN(summary.worstHeadroom())
            ? ""
            : "  worst headroom %.3g".formatted(summary.worstHeadroom()));
    if (summary.smallestFailure() != null) {
      tellFailure(summary);
    }
    if (summary.notRun() > 0) {
      String reason = lastNotRun == null ? "left out after so many failures" : lastNotRun;
      out.printf("%s%d not run: %s%n", INDENT, summary.notRun(), reason);
    }
    lastDetail = null;
    lastNotRun = null;
  }

  void diagnosed(DiagnosisFound found) {
    out.println("  " + FailureView.line(found));
  }

  void chosen(EntryChosen chosen) {
    out.printf("  %s, %d runs: %s%n", chosen.entry(), chosen.runs(), chosen.reason());
  }

  void leftOut(String reason) {
    out.println("the report leaves out the benchmarks: " + reason);
  }

  void finished(long passed, long failed, long notRun) {
    out.printf(
        "%d passed, %d failed, %d not run; report: %s%n",
        passed, failed, notRun, folder.folder().resolve("index.html"));
  }

  private static String word(PropertySummary summary) {
    if (summary.failed() > 0) {
      return "FAIL";
    }
    return summary.passed() > 0 ? "PASS" : "NOT RUN";
  }

  /** The smallest failing problem is the last that was examined. */
  private void tellFailure(PropertySummary summary) {
    out.println(INDENT + summary.statement());
    if (lastFailure instanceof Outcome.Fail fail) {
      out.println(INDENT + fail.reason());
    }
    if (lastDetail != null) {
      FailureView.lines(lastDetail).forEach(line -> out.println(INDENT + line));
    }
    out.printf("%ssmallest failing problem: %s%n", INDENT, summary.smallestFailure());
    out.printf(
        "%sagain: ./assay verify%s --property %s --case '%s'%n",
        INDENT, options, summary.property(), summary.smallestFailure());
    if (lastDetail != null) {
      Path file = folder.folder().resolve(lastDetail.reproducer());
      out.printf("%sor: ./assay replay%s %s%n", INDENT, options, file);
    }
  }
}
