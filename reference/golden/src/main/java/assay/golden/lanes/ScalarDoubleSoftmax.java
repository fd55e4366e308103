package assay.golden.lanes;

/** {@link DoubleSoftmax} in plain Java. */
final class ScalarDoubleSoftmax implements DoubleSoftmax {

  @Override
  public void step(
      double[] s, int at, int keys, int width, double scale, DoubleState state, int lane) {
    for (int j = 0; j < width; j++) {
      stepLane(s, at + j, keys, width, scale, state, lane + j);
    }
  }

  private static void stepLane(
      double[] s, int at, int keys, int width, double scale, DoubleState state, int lane) {
    double before = state.largest()[lane];
    double largest = before;
    for (int t = 0; t < keys; t++) {
      double score = s[at + t * width] * scale;
      largest = score > largest ? score : largest;
    }
    double factor = Exp.of(before - largest);
    double sum = state.sum()[lane] * factor;
    for (int t = 0; t < keys; t++) {
      double weight = Exp.of(s[at + t * width] * scale - largest);
      s[at + t * width] = weight;
      sum += weight;
    }
    state.largest()[lane] = largest;
    state.sum()[lane] = sum;
    state.factor()[lane] = factor;
  }
}
