package assay.verify;

import assay.spec.Reference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

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

  static <P> Property<P> inputsUnchanged(Checks<P> checks, Function<P, ProblemData> data) {
    return new Property<>(
        "inputs-unchanged",
        "A run leaves every input as it was.",
        (problem, seed) -> {
          Map<String, Long> before = data.apply(problem).checksums();
          checks.run(problem);
          Map<String, Long> after = data.apply(problem).checksums();
          return before.keySet().stream()
              .filter(input -> !Objects.equals(before.get(input), after.get(input)))
              .findFirst()
              .map(input -> Finding.failed("the run changed its input " + input))
              .orElseGet(Finding::held);
        });
  }
}
