package assay.golden.lanes;

/** The loops in plain Java. */
final class ScalarLanes implements Lanes {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public double dot(double[] x, int xOffset, double[] y, int yOffset, int n) {
    double[] sums = new double[LOGICAL];
    for (int i = 0; i < n; i++) {
      int lane = i % LOGICAL;
      sums[lane] = Math.fma(x[xOffset + i], y[yOffset + i], sums[lane]);
    }
    return LaneSum.of(sums);
  }

  @Override
  public PowerSums powerSums(double[] x, int offset, int n) {
    double[] seconds = new double[LOGICAL];
    double[] fourths = new double[LOGICAL];
    for (int i = 0; i < n; i++) {
      double value = x[offset + i];
      double square = value * value;
      int lane = i % LOGICAL;
      seconds[lane] = Math.fma(value, value, seconds[lane]);
      fourths[lane] = Math.fma(square, square, fourths[lane]);
    }
    return new PowerSums(LaneSum.of(seconds), LaneSum.of(fourths));
  }

  @Override
  public double max(double[] x, int offset, int n) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + n; i++) {
      largest = Math.max(largest, x[i]);
    }
    return largest;
  }

  @Override
  public double maxMagnitude(double[] x, int offset, int n) {
    double largest = 0;
    for (int i = offset; i < offset + n; i++) {
      largest = Math.max(largest, Math.abs(x[i]));
    }
    return largest;
  }

  @Override
  public double expSum(double[] x, int offset, int n, double shift) {
    double[] sums = new double[LOGICAL];
    for (int i = 0; i < n; i++) {
      double exp = Exp.of(x[offset + i] - shift);
      x[offset + i] = exp;
      sums[i % LOGICAL] += exp;
    }
    return LaneSum.of(sums);
  }

  @Override
  public void multiplyAdd(Block a, Block b, Block c) {
    Shapes.requireProduct(a, b, c);
    for (int i = 0; i < c.rows(); i++) {
      for (int k = 0; k < a.columns(); k++) {
        addRow(a.data()[a.at(i, k)], b.data(), b.at(k, 0), c.data(), c.at(i, 0), c.columns());
      }
    }
  }

  private static void addRow(
      double factor, double[] b, int bOffset, double[] c, int cOffset, int n) {
    for (int j = 0; j < n; j++) {
      c[cOffset + j] = Math.fma(factor, b[bOffset + j], c[cOffset + j]);
    }
  }
}
