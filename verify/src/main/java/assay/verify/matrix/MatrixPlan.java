package assay.verify.matrix;

import assay.verify.planted.PlantedBug;
import assay.verify.rival.Rival;
import assay.verify.variant.HonestVariant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a kill matrix is made of.
 *
 * @param seed of every problem
 * @param fast fewer seeds, problems and heads
 * @param bugs the rows
 * @param honest controls
 * @param assay whether Assay judges
 * @param rivals which rivals judge
 */
public record MatrixPlan(
    long seed,
    boolean fast,
    List<PlantedBug<?>> bugs,
    List<HonestVariant<?>> honest,
    boolean assay,
    List<Rival> rivals) {

  public MatrixPlan {
    bugs = List.copyOf(bugs);
    honest = List.copyOf(honest);
    rivals = List.copyOf(rivals);
  }

  /** Problems that Assay tries a bug on, at most. */
  int problems() {
    return fast ? 100 : 400;
  }

  /** Problems that every property of an honest variant is held against. */
  int honestProblems() {
    return fast ? 4 : 40;
  }

  /** Assay's problems that a rival's rule is tried on. */
  int aimedProblems() {
    return fast ? 8 : 40;
  }

  /** Bugs, then honest variants. */
  List<Candidate<?>> candidates() {
    return Stream.<Candidate<?>>concat(
            bugs.stream().map(Candidate::of), honest.stream().map(Candidate::of))
        .toList();
  }
}
