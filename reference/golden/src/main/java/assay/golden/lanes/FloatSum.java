package assay.golden.lanes;

/** The one order in which partial sums are added. */
final class FloatSum {

  private FloatSum() {}

  /** Halves are added to each other until one number is left; overwrites them. */
  static float of(float[] sums, int at) {
    for (int half = FloatTiles.HALF / 2; half > 0; half /= 2) {
      for (int i = at; i < at + half; i++) {
        sums[i] += sums[i + half];
      }
    }
    return sums[at];
  }
}
