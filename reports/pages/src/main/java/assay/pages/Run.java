package assay.pages;

import assay.evidence.BenchmarkResult;
import assay.evidence.CaseVerdict;
import assay.evidence.DiagnosisFound;
import assay.evidence.EntryChosen;
import assay.evidence.Evidence;
import assay.evidence.FailureDetail;
import assay.evidence.PropertySummary;
import assay.evidence.RunFinished;
import assay.evidence.RunStarted;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The evidence of one run, sorted by kind.
 *
 * @param finished properties that came to their end
 * @param broken properties that a crash left without a summary, as far as their cases tell
 * @param end absent if the run did not come to its end
 */
record Run(
    RunStarted started,
    List<PropertySummary> finished,
    List<PropertySummary> broken,
    List<CaseVerdict> cases,
    List<FailureDetail> details,
    List<DiagnosisFound> diagnoses,
    List<EntryChosen> entries,
    List<BenchmarkResult> benchmarks,
    Optional<RunFinished> end) {

  /**
   * @throws IllegalArgumentException if the first line, and only that, is not {@code RunStarted}
   */
  @SuppressWarnings("ReferenceEquality") // the line itself, not one that says the same
  static Run of(List<Evidence> evidence) {
    List<RunStarted> starts = only(evidence, RunStarted.class);
    if (starts.size() != 1 || evidence.getFirst() != starts.getFirst()) {
      throw new IllegalArgumentException(
          "evidence has %d RunStarted; it must have one, its first line".formatted(starts.size()));
    }
    List<PropertySummary> summaries = only(evidence, PropertySummary.class);
    List<CaseVerdict> cases = only(evidence, CaseVerdict.class);
    return new Run(
        starts.getFirst(),
        summaries,
        BrokenProperties.of(summaries, cases),
        cases,
        only(evidence, FailureDetail.class),
        only(evidence, DiagnosisFound.class),
        only(evidence, EntryChosen.class),
        only(evidence, BenchmarkResult.class),
        only(evidence, RunFinished.class).stream().findFirst());
  }

  List<PropertySummary> properties() {
    return Stream.concat(finished.stream(), broken.stream()).toList();
  }

  boolean isBroken(PropertySummary property) {
    return broken.contains(property);
  }

  long passed() {
    return properties().stream().mapToLong(PropertySummary::passed).sum();
  }

  long failed() {
    return properties().stream().mapToLong(PropertySummary::failed).sum();
  }

  long notRun() {
    return properties().stream().mapToLong(PropertySummary::notRun).sum();
  }

  private static <T extends Evidence> List<T> only(List<Evidence> evidence, Class<T> kind) {
    return evidence.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
