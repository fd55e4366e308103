package assay.verify.rival;

import assay.spec.Operator;

/**
 * Random problems as a suite poses them.
 *
 * @param <P> the operator's problem
 */
public interface PublishedInputs<P> {

  /** In kebab-case, unique. */
  String name();

  /** Distribution, shapes and formats, one line. */
  String text();

  Operator operator();

  /** How many problems are posed. */
  default int seeds(boolean fast) {
    return fast ? 1 : 5;
  }

  /**
   * The problem of one seed.
   *
   * @param fast with fewer heads, each standing for several; what rules see keeps its proportions
   */
  Posed<P> pose(long seed, boolean fast);
}
