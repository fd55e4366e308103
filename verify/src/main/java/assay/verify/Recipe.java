package assay.verify;

import java.util.List;

/**
 * A problem in one line: {@code toString} gives the line, and the same line gives the same bits.
 *
 * @param <P> the operator's problem
 */
public interface Recipe<P> {

  /** The problem itself, made anew. */
  P problem();

  /** What a property's own random choices follow from. */
  long seed();

  /** Recipes one step simpler, the boldest step first; every chain of them ends. */
  List<? extends Recipe<P>> smaller();
}
