package assay.verify.planted;

import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.spec.Operator;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.function.Function;

/**
 * Makes the bugs of one kernel that all claim the same contract.
 *
 * @param <P> the operator's problem
 * @param <M> what makes one run's kernel
 * @param with implementations that run what a maker makes
 */
record Mutant<P, M>(
    Operator operator,
    NumericContract contract,
    Function<M, Function<Surroundings, Implementation<P>>> with) {

  /** A bug without a known report. */
  PlantedBug<P> of(BugClass kind, int number, String title, M maker, String... catchers) {
    return of(kind, number, title, List.of(), maker, catchers);
  }

  PlantedBug<P> of(
      BugClass kind, int number, String title, List<String> sources, M maker, String... catchers) {
    return new PlantedBug<>(
        kind.prefix() + number,
        kind,
        title,
        sources,
        operator,
        contract,
        with.apply(maker),
        List.of(catchers),
        "");
  }

  /** A bug that no problem can show, and why. */
  PlantedBug<P> equivalent(BugClass kind, int number, String title, M maker, String why) {
    return new PlantedBug<>(
        kind.prefix() + number,
        kind,
        title,
        List.of(),
        operator,
        contract,
        with.apply(maker),
        List.of(),
        why);
  }
}
