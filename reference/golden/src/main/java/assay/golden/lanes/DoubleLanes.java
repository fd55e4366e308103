package assay.golden.lanes;

import assay.numerics.Elements;
import java.util.List;

/** What {@link Lanes} of each name compute with tiles. */
final class DoubleLanes {

  private static final List<DoubleLanes> ALL =
      DoubleTiles.all().stream().map(DoubleLanes::new).toList();

  private final DoubleTiles tiles;
  private final DoubleProduct product;

  private DoubleLanes(DoubleTiles tiles) {
    this.tiles = tiles;
    this.product = new DoubleProduct(tiles);
  }

  /** Those of {@link Lanes} with this name. */
  static DoubleLanes named(String name) {
    return ALL.stream().filter(l -> l.tiles.name().equals(name)).findFirst().orElse(ALL.getFirst());
  }

  DoubleTiles tiles() {
    return tiles;
  }

  void multiplyTransposed(double[] x, double[] w, double[] y, int rows, int inner, int outputs) {
    Shapes.requireTransposed(x.length, w.length, y.length, rows, inner, outputs);
    product.multiply(x, rows, inner, DoubleSource.of(w), outputs, y, false);
  }

  void multiplyTransposed(double[] x, Elements w, double[] y, int rows, int inner, int outputs) {
    Shapes.requireTransposed(x.length, w.count(), y.length, rows, inner, outputs);
    product.multiply(x, rows, inner, DoubleSource.of(w), outputs, y, true);
  }
}
