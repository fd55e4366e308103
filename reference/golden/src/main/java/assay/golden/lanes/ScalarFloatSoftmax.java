package assay.golden.lanes;

/** {@link FloatSoftmax} in plain Java. */
final class ScalarFloatSoftmax implements FloatSoftmax {

  @Override
  public void step(float[] s, int keys, int width, float scale, FloatState state, int lane) {
    for (int j = 0; j < width; j++) {
      stepLane(s, j, keys, scale, state, lane + j);
    }
  }

  private static void stepLane(
      float[] s, int at, int keys, float scale, FloatState state, int lane) {
    float before = state.largest()[lane];
    float largest = before;
    float odd = before;
    for (int t = 0; t < keys; t++) {
      float score = s[at + t * FloatTiles.PANEL] * scale;
      largest = t % 2 == 0 && score > largest ? score : largest;
      odd = t % 2 == 1 && score > odd ? score : odd;
    }
    largest = odd > largest ? odd : largest;
    float factor = FloatExp.of(before - largest);
    float sum = state.sum()[lane] * factor;
    for (int t = 0; t < keys; t++) {
      float weight = FloatExp.of(s[at + t * FloatTiles.PANEL] * scale - largest);
      s[at + t * FloatTiles.PANEL] = weight;
      sum += weight;
    }
    state.largest()[lane] = largest;
    state.sum()[lane] = sum;
    state.factor()[lane] = factor;
  }
}
