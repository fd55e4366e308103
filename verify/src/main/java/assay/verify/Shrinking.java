package assay.verify;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way from a failing problem down to one of which no simpler one fails in the same way.
 *
 * <p>Single steps come first, then two at once, since a bug may need two dimensions to agree. The
 * same property and recipe always end at the same problem.
 *
 * @param <P> the operator's problem
 */
final class Shrinking<P> {

  /**
   * Enough for a row of some ten numbers, each halved down; a run on an emulator takes a second.
   */
  static final int DISTINCT_PROBLEMS = 300;

  private final Property<P> property;
  private final FailureKind kind;
  private final Set<String> tried = new HashSet<>();

  /**
   * @param kind only problems that fail like this are taken
   */
  Shrinking(Property<P> property, FailureKind kind) {
    this.property = property;
    this.kind = kind;
  }

  /** The smallest found from {@code failing} on; itself where nothing simpler fails. */
  Recipe<P> smallest(Recipe<P> failing) {
    tried.add(failing.toString());
    Recipe<P> smallest = failing;
    Optional<Recipe<P>> next = simpler(smallest);
    while (next.isPresent()) {
      smallest = next.get();
      next = simpler(smallest);
    }
    return smallest;
  }

  /** How many different problems were posed. */
  int distinctProblems() {
    return tried.size() - 1;
  }

  private Optional<Recipe<P>> simpler(Recipe<P> recipe) {
    List<Recipe<P>> steps = new ArrayList<>(recipe.smaller());
    return firstFailing(steps).or(() -> firstFailing(twoSteps(steps)));
  }

  /** What two steps lead to, in the order of the first. */
  private static <P> List<Recipe<P>> twoSteps(List<Recipe<P>> steps) {
    List<Recipe<P>> two = new ArrayList<>();
    steps.forEach(step -> two.addAll(step.smaller()));
    return two;
  }

  private Optional<Recipe<P>> firstFailing(List<Recipe<P>> recipes) {
    return recipes.stream().filter(this::isNew).filter(this::failsAlike).findFirst();
  }

  private boolean isNew(Recipe<P> recipe) {
    return tried.size() <= DISTINCT_PROBLEMS && tried.add(recipe.toString());
  }

  private boolean failsAlike(Recipe<P> recipe) {
    Finding finding = property.examine(recipe);
    return finding.failed() && FailureKind.of(finding) == kind;
  }
}
