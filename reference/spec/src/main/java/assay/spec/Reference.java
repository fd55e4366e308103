package assay.spec;

/**
 * An implementation that also says how far an honest one may be from it.
 *
 * @param <P> the operator's problem
 */
public interface Reference<P> extends Implementation<P> {

  /**
   * The result, with an error budget for each of its elements under {@code contract}.
   *
   * @param confidence of the statistical budgets
   */
  Expectation expect(P problem, NumericContract contract, Confidence confidence);

  /** With {@link Confidence#RUN}. */
  default Expectation expect(P problem, NumericContract contract) {
    return expect(problem, contract, Confidence.RUN);
  }

  /** The same, with {@code confidence} in the place of {@link Confidence#RUN}. */
  default Reference<P> with(Confidence confidence) {
    return new ConfidentReference<>(this, confidence);
  }

  @Override
  Result run(P problem);
}
