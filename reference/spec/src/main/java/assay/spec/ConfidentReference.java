package assay.spec;

/** A reference whose statistical budgets are as sure as {@code confidence} where nobody says. */
record ConfidentReference<P>(Reference<P> reference, Confidence confidence)
    implements Reference<P> {

  @Override
  public Expectation expect(P problem, NumericContract contract, Confidence asked) {
    return reference.expect(problem, contract, asked);
  }

  @Override
  public Expectation expect(P problem, NumericContract contract) {
    return reference.expect(problem, contract, confidence);
  }

  @Override
  public Result run(P problem) {
    return reference.run(problem);
  }
}
