package assay.verify;

import assay.spec.ErrorBudget;
import java.util.List;
import java.util.function.Function;

/**
 * What errors of parts make of the whole, in one row; the formula stands with {@link
 * AttentionRows#merged}.
 *
 * @param weights w_k, 0 for an empty part
 * @param errors ε_k
 * @param lseErrors δ_k
 */
record PartErrors(
    List<AttentionRows> parts,
    Function<ErrorBudget, double[]> kind,
    double[] weights,
    double[] errors,
    double[] lseErrors) {

  static PartErrors of(
      List<AttentionRows> parts, int row, double lse, Function<ErrorBudget, double[]> kind) {
    double[] weights = new double[parts.size()];
    double[] errors = new double[parts.size()];
    double[] lseErrors = new double[parts.size()];
    for (int k = 0; k < weights.length; k++) {
      double part = parts.get(k).exactLse()[row];
      boolean empty = part == Double.NEGATIVE_INFINITY;
      lseErrors[k] = empty ? 0 : kind.apply(parts.get(k).lseBudget())[row];
      weights[k] = empty ? 0 : Math.exp(part - lse);
      errors[k] = Math.expm1(lseErrors[k]);
    }
    return new PartErrors(parts, kind, weights, errors, lseErrors);
  }

  double lse() {
    double shared = moved();
    double largest = 0;
    for (double error : lseErrors) {
      largest = Math.max(largest, error);
    }
    return shared < 1 ? Math.min(largest, shared / (1 - shared)) : largest;
  }

  /** For element {@code i}, exactly {@code value}. */
  double out(int i, double value) {
    double sum = 0;
    double largest = 0;
    for (int k = 0; k < weights.length; k++) {
      double part = parts.get(k).exactOut()[i];
      double error = kind.apply(parts.get(k).outBudget())[i];
      sum += weights[k] * (errors[k] * Math.abs(part - value) + (1 + errors[k]) * error);
      largest = Math.max(largest, Math.abs(part) + error);
    }
    double shared = moved();
    return shared < 0.5 ? Math.min(sum / (1 - shared), 2 * largest) : 2 * largest;
  }

  /** Σ w_k ε_k. */
  private double moved() {
    double sum = 0;
    for (int k = 0; k < weights.length; k++) {
      sum += weights[k] * errors[k];
    }
    return sum;
  }
}
