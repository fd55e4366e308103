package assay.verify.variant;

import assay.spec.Accumulation;

/** Products are rounded before they are added, in the order of the terms. */
public record MultiplyAdd() implements Arithmetic {

  @Override
  public Accumulation accumulation() {
    return Accumulation.CHAIN;
  }

  @Override
  public void accumulate(float[] sums, int lanes, float[] factors, int terms, float[][] rows) {
    for (int t = 0; t < terms; t++) {
      float factor = factors[t];
      float[] row = rows[t];
      for (int l = 0; l < lanes; l++) {
        sums[l] += factor * row[l];
      }
    }
  }
}
