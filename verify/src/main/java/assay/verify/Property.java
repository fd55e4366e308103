package assay.verify;

import assay.spec.UnsupportedProblem;

/**
 * A statement about a subject that holds for every problem, or does not.
 *
 * @param <P> the operator's problem
 * @param name kebab-case, for evidence and {@code --property}
 * @param statement the same as a sentence
 * @param check holds the statement against one problem
 * @param oneIn a run that poses many problems poses this property one in so many of them: a law
 *     runs the subject several times, or on a larger problem than was given
 */
public record Property<P>(String name, String statement, Check<P> check, int oneIn) {

  /** Posed every problem. */
  public Property(String name, String statement, Check<P> check) {
    this(name, statement, check, 1);
  }

  Property<P> oneIn(int problems) {
    return new Property<>(name, statement, check, problems);
  }

  /** Holds a statement against one problem; its own random choices follow from the seed. */
  @FunctionalInterface
  public interface Check<P> {
    Finding apply(P problem, long seed);
  }

  /**
   * What came of one problem. A subject that throws has failed, and its message is the reason,
   * unless it says that it does not take such problems: then the case was not run.
   */
  public Finding examine(Recipe<P> recipe) {
    return examine(recipe.problem(), recipe.seed());
  }

  /** As {@link #examine(Recipe)}. */
  public Finding examine(P problem, long seed) {
    try {
      return check.apply(problem, seed);
    } catch (UnsupportedProblem e) {
      return Finding.notRun(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return Finding.failed(String.valueOf(e.getMessage()));
    }
  }
}
