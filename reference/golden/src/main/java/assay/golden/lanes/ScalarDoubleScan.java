package assay.golden.lanes;

/** {@link DoubleScan} in plain Java. */
final class ScalarDoubleScan implements DoubleScan {

  @Override
  public void scan(
      double[] w, int at, int keys, int width, double least, long[] heavy, double[] light) {
    for (int j = 0; j < width; j++) {
      heavy[j] = 0;
      light[j] = 0;
      for (int t = 0; t < keys; t++) {
        double weight = w[at + t * width + j];
        if (weight >= least) {
          heavy[j] |= 1L << t;
        } else {
          light[j] += weight;
        }
      }
    }
  }
}
