package assay.verify.variant;

import assay.spec.NumericContract;

/** How sums of products are rounded: the order, and what a multiply-add unit keeps. */
public interface Arithmetic {

  /** In kebab-case, for a variant's name. */
  String name();

  /**
   * sums[l] += Σ_t factors[t] · rows[t][l], for l up to {@code lanes} and t up to {@code terms}.
   */
  void accumulate(float[] sums, int lanes, float[] factors, int terms, float[][] rows);

  /** What a kernel may promise that sums scores in this way. */
  default NumericContract scores(NumericContract contract) {
    return contract;
  }

  /** What a kernel may promise that sums weighted values in this way. */
  default NumericContract values(NumericContract contract) {
    return contract;
  }
}
