package assay.golden.lanes;

/** Preconditions of products. */
final class Shapes {

  private Shapes() {}

  static void requireProduct(Block a, Block b, Block c) {
    boolean fits = a.columns() == b.rows() && a.rows() == c.rows() && b.columns() == c.columns();
    if (!fits) {
      throw new IllegalArgumentException(
          "c is %d × %d; a · b is (%d × %d) · (%d × %d)"
              .formatted(c.rows(), c.columns(), a.rows(), a.columns(), b.rows(), b.columns()));
    }
  }

  static void requireTransposed(long x, long w, long y, int rows, int inner, int outputs) {
    boolean fits =
        Math.min(rows, Math.min(inner, outputs)) >= 0
            && x >= (long) rows * inner
            && w >= (long) outputs * inner
            && y >= (long) rows * outputs;
    if (!fits) {
      throw new IllegalArgumentException(
          "x, w and y hold %d, %d and %d elements; x is %d × %d and y %d × %d"
              .formatted(x, w, y, rows, inner, rows, outputs));
    }
  }
}
