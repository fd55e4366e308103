package assay.verify.matrix;

import assay.evidence.Outcome;
import assay.verify.AimedProblems;
import assay.verify.DrawnRecipe;
import assay.verify.Finding;
import assay.verify.Property;
import assay.verify.Recipe;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Assay's own judgement: every property of the operator, in a checker's surroundings.
 *
 * @param seed of the first problem
 * @param problems tried on a bug, at most; it is done with at the first refusal
 * @param honestProblems each held against every property of an honest variant
 */
record AssayJudge(long seed, int problems, int honestProblems) {

  Tally judge(Candidate<?> candidate) {
    Tally tally = new Tally(candidate);
    judge(candidate, tally);
    return tally;
  }

  private <P> void judge(Candidate<P> candidate, Tally tally) {
    List<Property<P>> all =
        candidate
            .golden()
            .properties()
            .of(candidate.subject(Surroundings.CHECKED), candidate.golden().reference());
    if (candidate.honest()) {
      hold(all, recipes(candidate, honestProblems), tally, false);
      return;
    }
    List<Property<P>> likely =
        all.stream().filter(property -> candidate.catchers().contains(property.name())).toList();
    hold(likely, recipes(candidate, problems), tally, true);
    hold(likely, AimedProblems.<P>of(candidate.operator()).stream(), tally, true);
    hold(all, recipes(candidate, problems), tally, true);
  }

  /** Every property on one problem, then the next problem; perhaps no further than a refusal. */
  private static <P> void hold(
      List<Property<P>> properties,
      Stream<? extends Recipe<P>> recipes,
      Tally tally,
      boolean stopsAtRefusal) {
    recipes
        .takeWhile(recipe -> !stopsAtRefusal || tally.refusals() == 0)
        .forEach(recipe -> properties.forEach(property -> hold(property, recipe, tally)));
  }

  private static <P> void hold(Property<P> property, Recipe<P> recipe, Tally tally) {
    long start = System.nanoTime();
    Finding finding = property.examine(recipe);
    Optional<String> objection =
        finding.outcome() instanceof Outcome.Fail fail
            ? Optional.of(property.name() + ": " + fail.reason())
            : Optional.empty();
    if (!(finding.outcome() instanceof Outcome.NotRun)) {
      tally.add(recipe.toString(), objection, System.nanoTime() - start);
    }
  }

  private <P> Stream<DrawnRecipe<P>> recipes(Candidate<P> candidate, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> DrawnRecipe.random(candidate.golden(), seed + i));
  }
}
