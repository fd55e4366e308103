package assay.verify.variant;

import assay.spec.Accumulation;

/** How sums of products are rounded: the order, and what a multiply-add unit keeps. */
public interface Arithmetic {

  /**
   * sums[l] += Σ_t factors[t] · rows[t][l], for l up to {@code lanes} and t up to {@code terms}.
   */
  void accumulate(float[] sums, int lanes, float[] factors, int terms, float[][] rows);

  /** What a kernel that sums in this way may promise. */
  Accumulation accumulation();

  /** The same of a sum that is carried on from call to call, each of up to {@code terms}. */
  default Accumulation accumulation(int terms) {
    return accumulation();
  }
}
