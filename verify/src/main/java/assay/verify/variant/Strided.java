package assay.verify.variant;

import assay.spec.Accumulation;

/**
 * Threads take terms in turn, each in a chain of its own, and their sums are added in pairs, pairs
 * of pairs and so on: a warp's sum.
 *
 * @param threads a power of two
 */
public record Strided(int threads) implements Arithmetic {

  @Override
  public Accumulation accumulation() {
    return Accumulation.CHAIN;
  }

  /** Every call sums its terms from zero, in chains that are no longer than all of them. */
  @Override
  public Accumulation accumulation(int terms) {
    return Accumulation.CHAIN.inBlocksOf(terms);
  }

  @Override
  public void accumulate(float[] sums, int lanes, float[] factors, int terms, float[][] rows) {
    float[][] partial = new float[threads][lanes];
    for (int t = 0; t < terms; t++) {
      float factor = factors[t];
      float[] row = rows[t];
      float[] own = partial[t % threads];
      for (int l = 0; l < lanes; l++) {
        own[l] = Math.fma(factor, row[l], own[l]);
      }
    }
    for (int half = threads / 2; half > 0; half /= 2) {
      for (int thread = 0; thread < half; thread++) {
        add(partial[thread], partial[thread + half], lanes);
      }
    }
    add(sums, partial[0], lanes);
  }

  private static void add(float[] sums, float[] others, int lanes) {
    for (int l = 0; l < lanes; l++) {
      sums[l] += others[l];
    }
  }
}
