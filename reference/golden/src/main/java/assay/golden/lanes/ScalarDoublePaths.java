package assay.golden.lanes;

/** {@link DoublePaths} in plain Java. */
final class ScalarDoublePaths implements DoublePaths {

  @Override
  public void add(
      double[] out,
      int at,
      int elements,
      int width,
      double[] factors,
      double[] halves,
      int lane,
      double[] before,
      double[] sums,
      double[] squares) {
    for (int i = 0; i < elements * width; i++) {
      double factor = factors[lane + i % width];
      double half = halves[lane + i % width];
      double old = factor * before[at + i];
      double now = out[at + i];
      sums[at + i] = factor * sums[at + i] + half * (old + now);
      squares[at + i] = factor * factor * squares[at + i] + half * (old * old + now * now);
      before[at + i] = now;
    }
  }
}
