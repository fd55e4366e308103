package assay.verify;

import assay.numerics.Elements;
import assay.spec.AbsorbQuery.Problem;
import assay.spec.Reference;
import java.util.ArrayList;
import java.util.List;

/** What must hold for every {@link assay.spec.AbsorbQuery} and every problem. */
final class AbsorbQueryProperties {

  private final Checks<Problem> checks;

  AbsorbQueryProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
  }

  /** Every property, the most telling first. */
  List<Property<Problem>> all() {
    List<Property<Problem>> all = new ArrayList<>();
    all.add(CommonProperties.withinBudget(checks));
    all.add(
        new Property<>(
            "same-scores",
            "An absorbed query meets a slot's numbers as the query meets the slot's key.",
            (problem, seed) -> AbsorbedScores.of(problem, checks, seed)));
    all.addAll(
        new LinearLaws<>(checks, Problem::query, AbsorbQueryProperties::with, Problem::keyWidth)
            .all());
    all.addAll(new TokenLaws<>(checks, Problem::tokens, AbsorbQueryProperties::select).all());
    all.add(CommonProperties.repeatRun(checks));
    return all;
  }

  private static Problem with(Problem problem, Elements query) {
    return new Problem(problem.up(), problem.rope(), query);
  }

  private static Problem select(Problem problem, int... rows) {
    long width = (long) problem.up().heads() * problem.keyWidth();
    return with(problem, Numbers.rows(problem.query(), width, rows));
  }
}
