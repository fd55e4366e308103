package assay.spec;

/**
 * Something that computes an operator: the golden model, a kernel on a device, a planted bug.
 *
 * @param <P> the operator's problem
 */
@FunctionalInterface
public interface Implementation<P> {

  /**
   * The operator's result tensors, in the operator's order.
   *
   * @throws UnsupportedProblem if this implementation has no path for the problem
   */
  Result run(P problem);
}
