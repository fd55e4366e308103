package assay.verify;

import assay.spec.Projection.Problem;
import assay.spec.ProjectionWeights;
import assay.spec.Reference;
import java.util.ArrayList;
import java.util.List;

/** What must hold for every {@link assay.spec.Projection} and every problem. */
final class ProjectionProperties {

  private final Checks<Problem> checks;

  ProjectionProperties(Subject<Problem> subject, Reference<Problem> golden) {
    this.checks = new Checks<>(subject, golden);
  }

  /** Every property, the most telling first. */
  List<Property<Problem>> all() {
    List<Property<Problem>> all = new ArrayList<>();
    all.add(CommonProperties.withinBudget(checks));
    all.addAll(
        new LinearLaws<>(
                checks,
                Problem::x,
                (problem, x) -> new Problem(x, problem.weights()),
                problem -> problem.weights().inputs())
            .all());
    all.add(
        new Property<>(
            "scale-covariance",
            "Scales of blocks times 2^k give the result times 2^k.",
            this::scaleCovariance));
    all.addAll(new TokenLaws<>(checks, Problem::tokens, ProjectionProperties::select).all());
    all.add(CommonProperties.repeatRun(checks));
    return all;
  }

  private Finding scaleCovariance(Problem problem, long seed) {
    int power = (int) Math.floorMod(seed, 9L) - 4;
    ProjectionWeights scaled = ProjectionWeightsData.times(problem.weights(), power);
    Problem changed = new Problem(problem.x(), scaled);
    return checks.scaledResult(problem, changed, Math.scalb(1.0, power));
  }

  private static Problem select(Problem problem, int... rows) {
    int width = problem.weights().inputs();
    return new Problem(Numbers.rows(problem.x(), width, rows), problem.weights());
  }
}
