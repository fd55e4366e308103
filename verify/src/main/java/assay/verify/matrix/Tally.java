package assay.verify.matrix;

import java.util.Optional;

/** What one judge said of one candidate, run after run; not for two threads at once. */
final class Tally {

  private final Candidate<?> candidate;
  private String by = "";
  private String problem = "";
  private long runs;
  private long refusals;
  private long nanos;

  Tally(Candidate<?> candidate) {
    this.candidate = candidate;
  }

  /** One more run; {@code objection} is empty where it was accepted. */
  void add(String onProblem, Optional<String> objection, long elapsedNanos) {
    runs++;
    nanos += elapsedNanos;
    if (objection.isPresent()) {
      refusals++;
      if (refusals == 1) {
        by = objection.get();
        problem = onProblem;
      }
    }
  }

  Candidate<?> candidate() {
    return candidate;
  }

  String by() {
    return by;
  }

  String problem() {
    return problem;
  }

  long runs() {
    return runs;
  }

  long refusals() {
    return refusals;
  }

  long nanos() {
    return nanos;
  }
}
