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
}
