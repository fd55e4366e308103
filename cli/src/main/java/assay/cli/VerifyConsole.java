package assay.cli;

import assay.evidence.CaseVerdict;
import assay.evidence.Outcome;
import assay.evidence.PropertySummary;
import assay.evidence.WorstElement;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Tells a person what comes of a {@code verify} run: a line per property, more where it failed. */
final class VerifyConsole {

  private static final String INDENT = "           ";

  private final PrintWriter out;
  private final String options;
  private final Progress progress;
  private long cases;
  private @Nullable Outcome lastFailure;
  private @Nullable String lastNotRun;

  /**
   * @param options what a repeated run must be given besides property and case, each after a space
   */
  VerifyConsole(PrintWriter out, PrintWriter err, String options) {
    this.out = out;
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
    lastFailure = null;
    lastNotRun = null;
  }

  void leftOut(String reason) {
    out.println("the report leaves out the benchmarks: " + reason);
  }

  void finished(long passed, long failed, long notRun, OutOption folder) {
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
    if (lastFailure instanceof Outcome.Fail(String reason, WorstElement worst)) {
      out.println(INDENT + reason);
      if (worst != null) {
        out.printf(
            "%sworst element %s: expected %s, got %s, error %.3g, budget %.3g%n",
            INDENT,
            worst.coordinates(),
            worst.expected(),
            worst.actual(),
            worst.error(),
            worst.budget());
      }
    }
    out.printf("%ssmallest failing problem: %s%n", INDENT, summary.smallestFailure());
    out.printf(
        "%sagain: ./assay verify%s --property %s --case '%s'%n",
        INDENT, options, summary.property(), summary.smallestFailure());
  }
}
