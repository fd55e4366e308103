package assay.verify.variant;

import java.util.Arrays;

/**
 * F32 numbers in simulated memory: rows of one width, a stride apart.
 *
 * <p>Element c of row r is at index r · stride + c; a kernel works its indices out itself. In
 * {@link Surroundings#CHECKED} what lies between rows reads as NaN, and a store there, or any
 * access before the first row or after the last, throws {@link StrayAccess}. In {@link
 * Surroundings#FORGIVING} rows are contiguous and indices wrap around.
 */
public final class Buffer {

  private final String name;
  private final Surroundings surroundings;
  private final int rows;
  private final int width;
  private final long stride;
  private final float[] values;
  private boolean written;

  Buffer(String name, Surroundings surroundings, int rows, int width, long stride, float[] values) {
    this.name = name;
    this.surroundings = surroundings;
    this.rows = rows;
    this.width = width;
    this.stride = stride;
    this.values = values;
  }

  /** What memory holds before anyone writes it. */
  static float[] unwritten(Surroundings surroundings, int count) {
    float[] values = new float[count];
    if (surroundings == Surroundings.CHECKED) {
      Arrays.fill(values, Float.NaN);
    }
    return values;
  }

  public int rows() {
    return rows;
  }

  /** Elements of a row. */
  public int width() {
    return width;
  }

  /** From a row's first element to the next row's. */
  public long stride() {
    return stride;
  }

  /** The element at {@code index}. */
  public float load(long index) {
    long place = place(index);
    return place < 0 ? Float.NaN : values[(int) place];
  }

  /** {@code count} elements from {@code index} on. */
  public void load(long index, int count, float[] target, int at) {
    if (count == 0) {
      return;
    }
    long place = place(index);
    if (place >= 0 && place % width + count <= width) {
      System.arraycopy(values, (int) place, target, at, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      target[at + i] = load(index + i);
    }
  }

  /** Writes one element. */
  public void store(long index, float value) {
    long place = place(index);
    if (place < 0) {
      throw stray(index, "between rows");
    }
    written = true;
    values[(int) place] = value;
  }

  /** Writes {@code count} elements from {@code index} on. */
  public void store(long index, int count, float[] source, int at) {
    for (int i = 0; i < count; i++) {
      store(index + i, source[at + i]);
    }
  }

  /** Whether anything was stored. */
  boolean written() {
    return written;
  }

  float[] values() {
    return values;
  }

  String name() {
    return name;
  }

  /** All elements, row after row, without what lies between. */
  public double[] toDoubles() {
    double[] doubles = new double[rows * width];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** Where the element is kept; −1 between rows. */
  private long place(long index) {
    long count = (long) rows * width;
    if (surroundings == Surroundings.FORGIVING && count > 0) {
      return Math.floorMod(index, count);
    }
    long row = Math.floorDiv(index, stride);
    long column = Math.floorMod(index, stride);
    if (row < 0 || row >= rows || (row == rows - 1 && column >= width)) {
      throw stray(index, "outside");
    }
    return column < width ? row * width + column : -1;
  }

  private StrayAccess stray(long index, String where) {
    return new StrayAccess(
        "%s: index %d is %s its %d rows of %d, %d apart"
            .formatted(name, index, where, rows, width, stride));
  }
}
