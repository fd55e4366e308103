package assay.verify;

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
   * What came of one problem. A subject that throws has failed, whatever it throws; its message is
   * the reason.
   */
  public Finding examine(C recipe) {
    try {
      return check.apply(recipe);
    } catch (RuntimeException e) {
      return Finding.failed(String.valueOf(e.getMessage()));
    }
  }
}
