package assay.verify;

import assay.spec.UnsupportedProblem;
import java.util.function.Function;

/**
 * A statement about a subject that holds for every problem, or does not.
 *
 * @param <C> recipes of the operator's problems
 * @param name kebab-case, for evidence and {@code --property}
 * @param statement the same as a sentence
 * @param check holds the statement against one problem
 */
public record Property<C extends Recipe<C>>(
    String name, String statement, Function<C, Finding> check) {

  /**
   * What came of one problem. A subject that throws has failed, and its message is the reason,
   * unless it says that it does not take such problems: then the case was not run.
   */
  public Finding examine(C recipe) {
    try {
      return check.apply(recipe);
    } catch (UnsupportedProblem e) {
      return Finding.notRun(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      return Finding.failed(String.valueOf(e.getMessage()));
    }
  }
}
