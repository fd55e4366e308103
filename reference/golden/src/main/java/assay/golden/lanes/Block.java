package assay.golden.lanes;

/**
 * A rectangle in a row-major array.
 *
 * @param data not copied
 * @param offset where its first row begins
 * @param stride elements from one row to the next
 */
public record Block(double[] data, int offset, int stride, int rows, int columns) {

  public Block {
    long end = rows == 0 ? offset : offset + (rows - 1L) * stride + columns;
    if (offset < 0 || stride < columns || rows < 0 || columns < 0 || end > data.length) {
      throw new IllegalArgumentException(
          "block of %d rows by %d columns, stride %d, from %d; the array holds %d elements"
              .formatted(rows, columns, stride, offset, data.length));
    }
  }

  /** A whole array, one row after another. */
  public static Block of(double[] data, int rows, int columns) {
    return new Block(data, 0, columns, rows, columns);
  }

  int at(int row, int column) {
    return offset + row * stride + column;
  }
}
