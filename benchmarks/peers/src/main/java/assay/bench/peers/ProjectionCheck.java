package assay.bench.peers;

/**
 * Whether a product in F32 is right: a sample of outputs against sums in binary64.
 *
 * @param inputs I
 * @param outputs O
 * @param x [N, I]
 * @param weight [O, I]
 */
record ProjectionCheck(int inputs, int outputs, float[] x, float[] weight) {

  /** A prime, so that the sample meets every residue of tile sizes. */
  private static final int STEP = 37;

  private static final double F32 = 0x1p-24;

  /**
   * Looks at every 37th element of y, and at the last.
   *
   * @throws IllegalStateException if one is further from the sum than γ(I) Σ|x w| (Higham 2002,
   *     section 3.1)
   */
  void require(String who, double[] y) {
    for (int i = 0; i < y.length; i += STEP) {
      require(who, y, i);
    }
    require(who, y, y.length - 1);
  }

  private void require(String who, double[] y, int element) {
    int row = element / outputs * inputs;
    int column = element % outputs * inputs;
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < inputs; i++) {
      double product = (double) x[row + i] * weight[column + i];
      sum += product;
      magnitude += Math.abs(product);
    }
    double bound = inputs * F32 / (1 - inputs * F32) * magnitude;
    if (!(Math.abs(y[element] - sum) <= bound)) {
      throw new IllegalStateException(
          "%s: y[%d, %d] is %s; it must be %s within %s"
              .formatted(who, element / outputs, element % outputs, y[element], sum, bound));
    }
  }
}
