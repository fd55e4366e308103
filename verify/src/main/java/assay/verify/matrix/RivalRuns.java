package assay.verify.matrix;

import static java.util.Objects.requireNonNull;

import assay.spec.Result;
import assay.spec.UnsupportedProblem;
import assay.verify.rival.Posed;
import assay.verify.rival.Rival;
import assay.verify.variant.Surroundings;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs of candidates on problems that several rivals judge: a candidate is run once on each.
 *
 * @param tallies of each candidate before each judge
 * @param surroundings the memory it runs in
 */
record RivalRuns(Map<JudgeKey, Map<Candidate<?>, Tally>> tallies, Surroundings surroundings) {

  /** A rival, and under which judge its verdicts are counted. */
  record Seat(JudgeKey key, Rival rival) {}

  /** Poses one problem to every candidate, on all processors. */
  <P> void pose(
      String name, Posed<P> posed, Result exact, Collection<Candidate<?>> some, List<Seat> seats) {
    some.parallelStream().forEach(candidate -> judge(name, posed, exact, candidate, seats));
  }

  private void judge(
      String name, Posed<?> posed, Result exact, Candidate<?> candidate, List<Seat> seats) {
    long start = System.nanoTime();
    Result actual;
    try {
      actual = candidate.run(surroundings, posed.problem());
    } catch (UnsupportedProblem e) {
      return;
    } catch (RuntimeException e) {
      String reason = "it threw: " + e.getMessage();
      seats(candidate, seats).forEach(tally -> tally.add(name, Optional.of(reason), 0));
      return;
    }
    long run = System.nanoTime() - start;
    for (Seat seat : seats) {
      if (seat.rival().judges(candidate.operator(), candidate.contract())) {
        long before = System.nanoTime();
        Optional<String> objection = seat.rival().objection(exact, actual, posed.rowCounts());
        tally(seat, candidate).add(name, objection, run + System.nanoTime() - before);
      }
    }
  }

  private List<Tally> seats(Candidate<?> candidate, List<Seat> seats) {
    return seats.stream()
        .filter(seat -> seat.rival().judges(candidate.operator(), candidate.contract()))
        .map(seat -> tally(seat, candidate))
        .toList();
  }

  private Tally tally(Seat seat, Candidate<?> candidate) {
    return requireNonNull(requireNonNull(tallies.get(seat.key())).get(candidate));
  }
}
