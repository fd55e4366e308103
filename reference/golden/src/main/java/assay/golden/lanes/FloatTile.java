package assay.golden.lanes;

/** A tile of keys or values: [chunk, t, i], where a chunk is {@link #CHUNK} consecutive i. */
final class FloatTile {

  static final int CHUNK = 576;

  private final int rows;
  private int width;
  private float[] data = {};
  private float[] row = {};

  FloatTile(int rows) {
    this.rows = rows;
  }

  void setWidth(int elements) {
    width = elements;
    int chunks = Math.ceilDiv(elements, CHUNK);
    int length = chunks * rows * FloatTiles.ROW;
    data = data.length < length ? new float[length] : data;
    row = chunks > 1 && row.length < elements ? new float[elements] : row;
  }

  void set(int t, FloatRow source) {
    if (width <= CHUNK) {
      source.copyTo(data, at(t, 0));
    } else {
      source.copyTo(row, 0);
      for (int i = 0; i < width; i += CHUNK) {
        System.arraycopy(row, i, data, at(t, i), Math.min(CHUNK, width - i));
      }
    }
  }

  float[] data() {
    return data;
  }

  int at(int t, int i) {
    return (i / CHUNK * rows + t) * FloatTiles.ROW + i % CHUNK;
  }

  /** Whether those from {@code first} to before {@code end} have neither NaN nor infinities. */
  boolean isFinite(int first, int end) {
    int most = 0;
    for (int i = 0; i < width; i += CHUNK) {
      int length = Math.min(CHUNK, width - i);
      for (int t = first; t < end; t++) {
        most = Math.max(most, mostMagnitude(at(t, i), length));
      }
    }
    return most <= Float.floatToRawIntBits(Float.MAX_VALUE);
  }

  /** The largest of the numbers' codes without their signs: as the magnitudes are ordered. */
  private int mostMagnitude(int at, int length) {
    int most = 0;
    for (int i = at; i < at + length; i++) {
      most = Math.max(most, Float.floatToRawIntBits(data[i]) & Integer.MAX_VALUE);
    }
    return most;
  }
}
