package assay.cli;

import assay.spec.Confidence;
import assay.spec.Expectation;
import assay.spec.NumericContract;
import assay.spec.Reference;
import assay.spec.Result;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * A reference that works each of a few problems out once, under one contract: mutants by the
 * thousand are held against the same.
 */
final class RememberedExpectations<P> implements Reference<P> {

  private final Reference<P> reference;
  private final Map<P, Expectation> known = Collections.synchronizedMap(new IdentityHashMap<>());

  /**
   * @param like of each problem, by identity, the one whose result is expected
   */
  RememberedExpectations(
      Reference<P> reference, IdentityHashMap<P, P> like, NumericContract contract) {
    this.reference = reference;
    like.forEach((problem, other) -> known.put(problem, reference.expect(other, contract)));
  }

  @Override
  public Expectation expect(P problem, NumericContract contract, Confidence confidence) {
    Expectation expectation = known.get(problem);
    return expectation != null ? expectation : reference.expect(problem, contract, confidence);
  }

  @Override
  public Result run(P problem) {
    return reference.run(problem);
  }
}
