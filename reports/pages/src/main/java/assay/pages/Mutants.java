package assay.pages;

import assay.evidence.Evidence;
import assay.evidence.Fate;
import assay.evidence.HonestSummary;
import assay.evidence.JudgeSummary;
import assay.evidence.MutantVerdict;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import java.util.List;
import java.util.Optional;

/**
 * The evidence of one {@code mutants} run, sorted by kind.
 *
 * @param end absent if the run did not come to its end
 */
record Mutants(
    RunStarted started,
    List<MutantVerdict> verdicts,
    List<JudgeSummary> judges,
    List<HonestSummary> honest,
    Optional<RunFinished> end) {

  static final String ASSAY = "assay";
  static final String PUBLISHED = "published";

  /** Whether a run's evidence is of this kind. */
  static boolean are(List<Evidence> evidence) {
    return evidence.stream()
        .anyMatch(line ->
            line instanceof MutantVerdict
                || line instanceof JudgeSummary
                || line instanceof HonestSummary);
  }

  /** Of a run that begins with {@code started}. */
  static Mutants of(RunStarted started, List<Evidence> evidence) {
    return new Mutants(
        started,
        only(evidence, MutantVerdict.class),
        only(evidence, JudgeSummary.class),
        only(evidence, HonestSummary.class),
        only(evidence, RunFinished.class).stream().findFirst());
  }

  /** Assay's own verdicts. */
  List<MutantVerdict> assay() {
    return verdicts.stream().filter(verdict -> verdict.judge().equals(ASSAY)).toList();
  }

  /** How many of Assay's verdicts are so. */
  long assay(Fate fate) {
    return assay().stream().filter(verdict -> verdict.fate() == fate).count();
  }

  /**
   * Variants that Assay accused among its controls, and problems on which it did in longer runs.
   */
  long accusations() {
    long controls =
        judges.stream()
            .filter(judge -> judge.judge().equals(ASSAY))
            .mapToLong(JudgeSummary::falseAlarms)
            .sum();
    return controls + honest.stream().mapToLong(HonestSummary::accusations).sum();
  }

  private static <T extends Evidence> List<T> only(List<Evidence> evidence, Class<T> kind) {
    return evidence.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
