package assay.gpu.emulator.machine;

/**
 * How a matrix instruction adds K products and C in binary32. PTX ISA 9.7.14.5: at least single
 * precision; order, rounding and subnormal inputs are unspecified. A sum of negative zeros is taken
 * to be a positive one.
 */
public enum Accumulation {
  /** In binary64, rounded once to nearest. */
  NEAREST {
    @Override
    float sum(double[] products, int depth, float start) {
      double sum = 0;
      for (int k = 0; k < depth; k++) {
        sum += products[k];
      }
      return (float) (sum + start);
    }
  },
  /** In binary64, truncated once. */
  TRUNCATED {
    @Override
    float sum(double[] products, int depth, float start) {
      double sum = 0.0 + start;
      for (int k = 0; k < depth; k++) {
        sum += products[k];
      }
      return truncated(sum);
    }
  },
  /** One after the other, each sum rounded. */
  CHAIN {
    @Override
    float sum(double[] products, int depth, float start) {
      float sum = 0.0f + start;
      for (int k = 0; k < depth; k++) {
        sum = (float) (sum + products[k]);
      }
      return sum;
    }
  },
  /** The same from the last to the first. */
  BACKWARDS {
    @Override
    float sum(double[] products, int depth, float start) {
      float sum = 0.0f + start;
      for (int k = depth - 1; k >= 0; k--) {
        sum = (float) (sum + products[k]);
      }
      return sum;
    }
  },
  /** Eight at a time, aligned to the largest and truncated to 24 bits behind it, as on sm_80. */
  ALIGNED_24 {
    @Override
    float sum(double[] products, int depth, float start) {
      float sum = 0.0f + start;
      for (int k = 0; k < depth; k += 8) {
        sum = aligned(products, k, Math.min(k + 8, depth), sum, 24);
      }
      return sum;
    }
  },
  /** All together, aligned to the largest and truncated to 25 bits behind it, as on sm_90. */
  ALIGNED_25 {
    @Override
    float sum(double[] products, int depth, float start) {
      return aligned(products, 0, depth, start, 25);
    }
  };

  /** The sum of the first {@code depth} products, each exact, and {@code start}. */
  abstract float sum(double[] products, int depth, float start);

  /**
   * Every term loses what lies below {@code bits} bits behind the leading bit of the largest, and
   * the sum is truncated.
   *
   * <p>Source of the model and of the numbers of bits: MMA-Sim, arXiv 2511.10909.
   */
  private static float aligned(double[] products, int from, int to, float start, int bits) {
    double largest = Math.abs(start);
    for (int k = from; k < to; k++) {
      largest = Math.max(largest, Math.abs(products[k]));
    }
    if (largest == 0 || !(largest < Double.POSITIVE_INFINITY)) {
      return NEAREST.sum(java.util.Arrays.copyOfRange(products, from, to), to - from, start);
    }
    int shift = bits - Math.getExponent(largest);
    double sum = Math.scalb((double) (long) Math.scalb((double) start, shift), -shift);
    for (int k = from; k < to; k++) {
      sum += Math.scalb((double) (long) Math.scalb(products[k], shift), -shift);
    }
    return truncated(sum);
  }

  private static float truncated(double sum) {
    float near = (float) sum;
    boolean away = Math.abs((double) near) > Math.abs(sum);
    return away ? near > 0 ? Math.nextDown(near) : Math.nextUp(near) : near;
  }
}
