package assay.verify;

import assay.spec.Expectation;
import assay.spec.Result;

/**
 * A result that is not as expected, kept whole so that a person can be shown where it is wrong.
 *
 * @param times how many budgets each element was allowed
 */
public record Mismatch(Expectation expected, Result actual, double times) {

  /** Error of one element in what it was allowed; infinite as in {@link Judge}. */
  public double headroom(int tensor, int index) {
    double wanted = expected.result().tensors().get(tensor).values()[index];
    double found = actual.tensors().get(tensor).values()[index];
    double allowed = expected.budgets().get(tensor).statistical()[index] * times;
    return Judge.headroom(Judge.error(wanted, found), allowed);
  }
}
