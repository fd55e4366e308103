package assay.golden.lanes;

/** A tile of keys or values: [chunk, t, i], where a chunk is {@link #CHUNK} consecutive i. */
final class DoubleTile {

  static final int CHUNK = 576;

  private int width;
  private double[] data = {};

  void setWidth(int elements) {
    width = elements;
    int chunks = Math.ceilDiv(elements, CHUNK);
    int length = chunks * DoubleAttention.KEYS * DoubleTiles.ROW;
    data = data.length < length ? new double[length] : data;
  }

  void set(int t, double[] x, int from) {
    for (int i = 0; i < width; i += CHUNK) {
      System.arraycopy(x, from + i, data, at(t, i), Math.min(CHUNK, width - i));
    }
  }

  double[] data() {
    return data;
  }

  int at(int t, int i) {
    return (i / CHUNK * DoubleAttention.KEYS + t) * DoubleTiles.ROW + i % CHUNK;
  }

  /** Whether the first {@code count} of them have neither NaN nor infinities. */
  boolean isFinite(int count) {
    double sum = 0;
    for (int t = 0; t < count; t++) {
      for (int i = 0; i < width; i++) {
        sum += data[at(t, i)] * 0;
      }
    }
    return sum == 0;
  }
}
