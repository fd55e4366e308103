package assay.golden;

import assay.spec.Accumulation;

/** Sums of products in F32, accumulated as a contract says. */
final class ContractSums {

  private final Accumulation sums;
  private final int step;
  private final MatrixUnit unit;

  ContractSums(Accumulation sums) {
    this.sums = sums;
    Accumulation.Truncated truncated =
        sums instanceof Accumulation.Truncated it ? it : new Accumulation.Truncated(1, 1, 1);
    this.step = truncated.products();
    this.unit = new MatrixUnit(truncated);
  }

  /** {@code sum} and the products of {@code count} pairs, in blocks if the contract says so. */
  float add(float sum, float[] x, int i, int xStride, float[] y, int k, int yStride, int count) {
    if (sums.apart() == 1) {
      return chain(sum, x, i, xStride, y, k, yStride, count);
    }
    float total = sum;
    for (int first = 0; first < count; first += sums.apart()) {
      int terms = Math.min(sums.apart(), count - first);
      total += chain(0, x, i + first * xStride, xStride, y, k + first * yStride, yStride, terms);
    }
    return total;
  }

  private float chain(
      float sum, float[] x, int i, int xStride, float[] y, int k, int yStride, int count) {
    float total = sum;
    if (sums instanceof Accumulation.Rounded) {
      for (int j = 0; j < count; j++) {
        total = Math.fma(x[i + j * xStride], y[k + j * yStride], total);
      }
      return total;
    }
    for (int j = 0; j < count; j += step) {
      int terms = Math.min(step, count - j);
      total = unit.step(total, x, i + j * xStride, xStride, y, k + j * yStride, yStride, terms);
    }
    return total;
  }
}
