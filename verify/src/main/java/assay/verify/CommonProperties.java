package assay.verify;

import assay.spec.Reference;
import java.util.List;

/** What must hold for any operator. */
final class CommonProperties {

  private CommonProperties() {}

  static <P> List<Property<P>> of(Subject<P> subject, Reference<P> golden) {
    Checks<P> checks = new Checks<>(subject, golden);
    return List.of(withinBudget(checks), repeatRun(checks));
  }

  static <P> Property<P> withinBudget(Checks<P> checks) {
    return new Property<>(
        "within-budget",
        "Every element is within its error budget of the golden model.",
        (problem, seed) -> checks.againstGolden(problem));
  }

  static <P> Property<P> repeatRun(Checks<P> checks) {
    return new Property<>(
        "repeat-run",
        "A second run gives the same values.",
        (problem, seed) -> Checks.sameBits(checks.run(problem), checks.run(problem)));
  }
}
