package assay.verify.variant;

/** One fused multiply-add after another, in the order of the terms. */
public record FmaChain() implements Arithmetic {

  @Override
  public String name() {
    return "fma";
  }

  @Override
  public void accumulate(float[] sums, int lanes, float[] factors, int terms, float[][] rows) {
    int t = 0;
    for (; t + 3 < terms; t += 4) {
      four(sums, lanes, factors, t, rows);
    }
    for (; t < terms; t++) {
      float factor = factors[t];
      float[] row = rows[t];
      for (int l = 0; l < lanes; l++) {
        sums[l] = Math.fma(factor, row[l], sums[l]);
      }
    }
  }

  /** The same order with a quarter of the loads of sums. */
  private static void four(float[] sums, int lanes, float[] factors, int t, float[][] rows) {
    float f0 = factors[t];
    float f1 = factors[t + 1];
    float f2 = factors[t + 2];
    float f3 = factors[t + 3];
    float[] r0 = rows[t];
    float[] r1 = rows[t + 1];
    float[] r2 = rows[t + 2];
    float[] r3 = rows[t + 3];
    for (int l = 0; l < lanes; l++) {
      float sum = Math.fma(f1, r1[l], Math.fma(f0, r0[l], sums[l]));
      sums[l] = Math.fma(f3, r3[l], Math.fma(f2, r2[l], sum));
    }
  }
}
