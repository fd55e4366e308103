package assay.verify;

import java.util.List;

/**
 * A property that a subject does not have.
 *
 * @param <P> the operator's problem
 * @param recipes the problems that failed, as they were posed
 * @param smallest what the first of them was shrunk to
 * @param finding of {@code smallest}, the last time it was run; it may have passed then, if the
 *     subject keeps something from one run to the next
 */
public record Failure<P>(
    Property<P> property, List<Recipe<P>> recipes, Recipe<P> smallest, Finding finding) {

  public Failure {
    recipes = List.copyOf(recipes);
  }
}
