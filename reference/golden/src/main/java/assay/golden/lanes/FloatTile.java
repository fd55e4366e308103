package assay.golden.lanes;

/** A tile of keys or values: [chunk, t, i], where a chunk is {@link #CHUNK} consecutive i. */
final class FloatTile {

  static final int CHUNK = 576;

  private int width;
  private float[] data = {};

  void setWidth(int elements) {
    width = elements;
    int chunks = Math.ceilDiv(elements, CHUNK);
    int length = chunks * FloatAttention.KEYS * FloatTiles.ROW;
    data = data.length < length ? new float[length] : data;
  }

  void set(int t, float[] x, int from) {
    for (int i = 0; i < width; i += CHUNK) {
      System.arraycopy(x, from + i, data, at(t, i), Math.min(CHUNK, width - i));
    }
  }

  float[] data() {
    return data;
  }

  int at(int t, int i) {
    return (i / CHUNK * FloatAttention.KEYS + t) * FloatTiles.ROW + i % CHUNK;
  }

  /** Whether the first {@code count} of them have neither NaN nor infinities. */
  boolean isFinite(int count) {
    float sum = 0;
    for (int t = 0; t < count; t++) {
      for (int i = 0; i < width; i++) {
        sum += data[at(t, i)] * 0;
      }
    }
    return sum == 0;
  }
}
