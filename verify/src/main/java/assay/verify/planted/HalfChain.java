package assay.verify.planted;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.verify.variant.Arithmetic;
import assay.verify.variant.Formats;

/**
 * One multiply-add after another, the sum rounded to a format of 16 bits each time; claims to be an
 * F32 chain.
 */
record HalfChain(FloatFormat format) implements Arithmetic {

  @Override
  public Accumulation accumulation() {
    return Accumulation.CHAIN;
  }

  @Override
  public void accumulate(float[] sums, int lanes, float[] factors, int terms, float[][] rows) {
    for (int t = 0; t < terms; t++) {
      for (int l = 0; l < lanes; l++) {
        sums[l] = Formats.round(Math.fma(factors[t], rows[t][l], sums[l]), format);
      }
    }
  }
}
