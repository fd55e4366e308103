package assay.verify.diagnosis;

import assay.spec.Operator;
import assay.verify.DrawnRecipe;
import assay.verify.Finding;
import assay.verify.GoldenOperator;
import assay.verify.GoldenOperators;
import assay.verify.Property;
import assay.verify.Recipe;
import assay.verify.Subject;
import assay.verify.planted.PlantedBug;
import assay.verify.variant.Surroundings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A planted bug and what is said of it.
 *
 * @param failed how often each property failed
 */
record Diagnosed(PlantedBug<?> bug, Map<String, Integer> failed, List<Diagnosis> guesses) {

  /** Problems posed; more than enough for a bug that is not rare. */
  private static final int PROBLEMS = 40;

  /** Problems that every property is held against; the others see the first alone. */
  private static final int ALL_PROPERTIES = 6;

  /** Of those that fail and of those that pass, this many are looked at. */
  private static final int FAILING = 5;

  private static final int PASSING = 4;

  /** Multiplications of a problem. */
  private static final long MOST_WORK = 1L << 18;

  /** Operators' seeds, and whether what they draw is small. */
  private static final Map<Operator, Map<Long, Boolean>> SMALL = new HashMap<>();

  boolean isRight() {
    return !guesses.isEmpty() && guesses.getFirst().kind() == bug.kind();
  }

  /** The class that is thought likeliest. */
  String named() {
    return guesses.isEmpty() ? "unknown" : guesses.getFirst().kind().name();
  }

  /** As a run of all properties over random problems would go about it. */
  static Diagnosed of(PlantedBug<?> bug) {
    return typed(bug);
  }

  @SuppressWarnings("unchecked")
  private static <P> Diagnosed typed(PlantedBug<P> bug) {
    GoldenOperator<P> operator = (GoldenOperator<P>) GoldenOperators.of(bug.operator());
    Diagnosed checked = of(bug, operator, Surroundings.CHECKED);
    Diagnosed forgiving = of(bug, operator, Surroundings.FORGIVING);
    Map<String, Integer> failed = new LinkedHashMap<>(checked.failed);
    forgiving.failed.forEach((name, count) -> failed.merge(name, count, Integer::sum));
    return new Diagnosed(bug, failed, Diagnostician.best(checked.guesses, forgiving.guesses));
  }

  private static <P> Diagnosed of(
      PlantedBug<P> bug, GoldenOperator<P> operator, Surroundings surroundings) {
    Subject<P> subject =
        new Subject<>(bug.id(), bug.implementation().apply(surroundings), bug.contract(), false);
    List<Property<P>> properties = operator.properties().of(subject, operator.reference());
    Map<String, Integer> failed = new LinkedHashMap<>();
    List<P> failing = new ArrayList<>();
    List<P> passing = new ArrayList<>();
    long seed = 0;
    for (int i = 0; i < PROBLEMS && failing.size() < FAILING; i++) {
      seed = small(operator, seed);
      Recipe<P> recipe = DrawnRecipe.random(operator, seed++);
      Set<String> names =
          failures(i < ALL_PROPERTIES ? properties : properties.subList(0, 1), recipe);
      names.forEach(name -> failed.merge(name, 1, Integer::sum));
      (names.isEmpty() ? passing : failing).add(recipe.problem());
    }
    List<P> problems = new ArrayList<>(failing);
    problems.addAll(passing.subList(0, Math.min(PASSING, passing.size())));
    List<Diagnosis> guesses =
        new Diagnostician<>(operator, subject, failed.keySet()).guesses(problems);
    return new Diagnosed(bug, failed, failing.isEmpty() ? List.of() : guesses);
  }

  /** The first seed from {@code seed} on that a small problem is drawn by. */
  private static <P> long small(GoldenOperator<P> operator, long seed) {
    Map<Long, Boolean> known = SMALL.computeIfAbsent(operator.operator(), any -> new HashMap<>());
    long small = seed;
    while (!known.computeIfAbsent(small, s -> isSmall(operator, s))) {
      small++;
    }
    return small;
  }

  private static <P> boolean isSmall(GoldenOperator<P> operator, long seed) {
    return Hypotheses.work(DrawnRecipe.random(operator, seed).problem()) <= MOST_WORK;
  }

  private static <P> Set<String> failures(List<Property<P>> properties, Recipe<P> recipe) {
    Set<String> names = new TreeSet<>();
    for (Property<P> property : properties) {
      Finding finding = property.examine(recipe);
      if (finding.failed()) {
        names.add(property.name());
      }
    }
    return names;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(isRight() ? "right " : "WRONG ");
    text.append(
        "%-5s %-20s %s; failed %s"
            .formatted(bug.id(), bug.operator().name().kebab(), bug.title(), failed));
    guesses.forEach(guess ->
        text.append(
            "%n        %.2f %s: %s".formatted(guess.explained(), guess.kind(), guess.title())));
    return text.toString();
  }
}
