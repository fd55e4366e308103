package assay.verify;

import java.util.List;

/**
 * A problem in one line: {@code toString} gives the line, and the same line gives the same bits.
 *
 * @param <C> the recipe's own type
 */
public interface Recipe<C extends Recipe<C>> {

  /** Recipes one step simpler, the boldest step first; every chain of them ends. */
  List<C> smaller();
}
