package assay.golden;

import assay.spec.Accumulation.Truncated;

/**
 * One accumulator of a matrix unit as {@link Truncated} describes it, exact to the bit:
 * significands as integers, aligned to the largest exponent and cut off.
 */
final class MatrixUnit {

  private static final int F32_FRACTION_BITS = 23;

  private final int fractionBits;

  MatrixUnit(Truncated sums) {
    this.fractionBits = sums.fractionBits();
  }

  /**
   * The accumulator after one step of {@code count} products.
   *
   * @param x at {@code i + j · xStride}, at most 24 significant bits each, as those of {@code y}
   */
  float step(float sum, float[] x, int i, int xStride, float[] y, int k, int yStride, int count) {
    int largest = Math.getExponent((double) sum);
    for (int j = 0; j < count; j++) {
      double left = x[i + j * xStride];
      double right = y[k + j * yStride];
      int exponent = Math.getExponent(left) + Math.getExponent(right);
      largest = left == 0 || right == 0 ? largest : Math.max(largest, exponent);
    }
    long total = cut(sum, largest);
    for (int j = 0; j < count; j++) {
      total += cut((double) x[i + j * xStride] * y[k + j * yStride], largest);
    }
    return towardsZero(Math.scalb((double) total, largest - fractionBits));
  }

  private long cut(double term, int largest) {
    return (long) (term * Math.scalb(1.0, fractionBits - largest));
  }

  private float towardsZero(double sum) {
    int bits = Math.min(F32_FRACTION_BITS, fractionBits);
    if (sum == 0) {
      return 0;
    }
    double unit = Math.scalb(1.0, Math.getExponent(sum) - bits);
    return (float) (((long) (sum / unit)) * unit);
  }
}
