package assay.verify.variant;

import assay.spec.Accumulation;
import assay.spec.Accumulation.Truncated;

/**
 * A matrix unit as {@link Truncated} describes it, exact to the bit: products and accumulator are
 * aligned to the largest exponent among them, cut off, summed, and the sum is cut off again.
 *
 * <p>Special cases: where a factor is infinite or NaN, or a product is far above F32's range, the
 * sum is that of binary64, cast to F32.
 */
public record MatrixUnit(Truncated rule) implements Arithmetic {

  private static final int DOUBLE_BIAS = 1023;
  private static final int DOUBLE_FRACTION = 52;
  private static final int FLOAT_FRACTION = 23;
  private static final int EXPONENT_MASK = 0xFF;
  private static final int LARGEST_EXPONENT = 127;
  private static final int FAR_ABOVE = 1000;

  @Override
  public Accumulation accumulation() {
    return rule;
  }

  @Override
  public void accumulate(float[] sums, int lanes, float[] factors, int terms, float[][] rows) {
    Step step = new Step(sums, lanes, factors, rows);
    for (int first = 0; first < terms; first += rule.products()) {
      step.take(first, Math.min(terms, first + rule.products()));
    }
  }

  /** Of a finite number its exponent; of an infinity or NaN one far above any. */
  private static int exponent(float x) {
    int biased = (Float.floatToRawIntBits(x) >> FLOAT_FRACTION) & EXPONENT_MASK;
    return biased - LARGEST_EXPONENT + ((biased + 1) >> Byte.SIZE) * FAR_ABOVE;
  }

  /** Without its fraction; written so that it runs on vectors. */
  private static double cut(double x) {
    return Math.floor(Math.max(x, 0)) + Math.ceil(Math.min(x, 0));
  }

  /** 2^exponent. */
  private static double power(int exponent) {
    return Double.longBitsToDouble((long) (exponent + DOUBLE_BIAS) << DOUBLE_FRACTION);
  }

  /** Steps over the same lanes. */
  private final class Step {

    private final float[] sums;
    private final int lanes;
    private final float[] factors;
    private final float[][] rows;
    private final int[] largest;
    private final double[] scales;
    private final double[] totals;

    Step(float[] sums, int lanes, float[] factors, float[][] rows) {
      this.sums = sums;
      this.lanes = lanes;
      this.factors = factors;
      this.rows = rows;
      this.largest = new int[lanes];
      this.scales = new double[lanes];
      this.totals = new double[lanes];
    }

    void take(int first, int last) {
      align(first, last);
      for (int l = 0; l < lanes; l++) {
        scales[l] = power(rule.fractionBits() - largest[l]);
        totals[l] = cut(sums[l] * scales[l]);
      }
      for (int t = first; t < last; t++) {
        add(factors[t], rows[t]);
      }
      long kept = -1L << (DOUBLE_FRACTION - Math.min(FLOAT_FRACTION, rule.fractionBits()));
      for (int l = 0; l < lanes; l++) {
        double sum = totals[l] / scales[l];
        float cut = (float) Double.longBitsToDouble(Double.doubleToRawLongBits(sum) & kept);
        sums[l] = largest[l] > LARGEST_EXPONENT ? plain(l, first, last) : cut;
      }
    }

    private void align(int first, int last) {
      for (int l = 0; l < lanes; l++) {
        largest[l] = exponent(sums[l]);
      }
      for (int t = first; t < last; t++) {
        int exponent = exponent(factors[t]);
        float[] row = rows[t];
        for (int l = 0; l < lanes; l++) {
          largest[l] = Math.max(largest[l], exponent + exponent(row[l]));
        }
      }
    }

    /** A product has at most 48 bits, so it is exact. */
    private void add(double factor, float[] row) {
      for (int l = 0; l < lanes; l++) {
        totals[l] += cut(factor * row[l] * scales[l]);
      }
    }

    private float plain(int l, int first, int last) {
      double sum = sums[l];
      for (int t = first; t < last; t++) {
        sum += (double) factors[t] * rows[t][l];
      }
      return (float) sum;
    }
  }
}
