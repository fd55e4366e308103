package assay.verify;

import assay.numerics.Elements;
import assay.spec.Reference;
import assay.spec.UnabsorbOutput.Problem;
import java.util.ArrayList;
import java.util.List;

/** What must hold for every {@link assay.spec.UnabsorbOutput} and every problem. */
final class UnabsorbOutputProperties {

  private final Checks<Problem> checks;

  UnabsorbOutputProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
  }

  /** Every property, the most telling first. */
  List<Property<Problem>> all() {
    List<Property<Problem>> all = new ArrayList<>();
    all.add(CommonProperties.withinBudget(checks));
    all.addAll(
        new LinearLaws<>(
                checks,
                Problem::latentOut,
                UnabsorbOutputProperties::with,
                problem -> problem.up().latent())
            .all());
    all.addAll(new TokenLaws<>(checks, Problem::tokens, UnabsorbOutputProperties::select).all());
    all.add(CommonProperties.repeatRun(checks));
    return all;
  }

  private static Problem with(Problem problem, Elements latentOut) {
    return new Problem(problem.up(), latentOut);
  }

  private static Problem select(Problem problem, int... rows) {
    long width = (long) problem.up().heads() * problem.up().latent();
    return with(problem, Numbers.rows(problem.latentOut(), width, rows));
  }
}
