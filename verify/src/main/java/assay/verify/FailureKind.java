package assay.verify;

import assay.evidence.Outcome;
import assay.evidence.WorstElement;

/** How a case failed; a smaller problem that fails in another way shows another bug. */
enum FailureKind {
  /** A number that is too far off. */
  WRONG_VALUE,
  /** A NaN or an infinity where there is none, or none where there is one. */
  NOT_FINITE,
  /** No result: the subject refused, faulted or threw. */
  NO_RESULT;

  /** Of a finding that has failed. */
  static FailureKind of(Finding finding) {
    return finding.outcome() instanceof Outcome.Fail(String _, WorstElement worst) && worst != null
        ? Double.isFinite(worst.error()) ? WRONG_VALUE : NOT_FINITE
        : NO_RESULT;
  }
}
