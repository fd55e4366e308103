package assay.golden.lanes;

import assay.numerics.Elements;
import java.util.List;

/** F32 loops whose bits do not depend on who runs them, nor on how many threads do. */
public final class FloatLanes {

  private static final List<FloatLanes> ALL =
      FloatTiles.all().stream().map(FloatLanes::new).toList();

  private final FloatTiles tiles;
  private final FloatProduct product;

  private FloatLanes(FloatTiles tiles) {
    this.tiles = tiles;
    this.product = new FloatProduct(tiles);
  }

  /** The widest registers of this machine, or plain loops where there are none. */
  public static FloatLanes best() {
    return named(Lanes.best().name());
  }

  /** Plain loops, then each register width that this JVM can express, narrowest first. */
  public static List<FloatLanes> all() {
    return ALL;
  }

  /** Those of {@link Lanes} with this name. */
  static FloatLanes named(String name) {
    return ALL.stream().filter(l -> l.name().equals(name)).findFirst().orElse(ALL.getFirst());
  }

  /** For people: {@code scalar}, {@code vector-512}. */
  public String name() {
    return tiles.name();
  }

  FloatTiles tiles() {
    return tiles;
  }

  /**
   * y = x Wᵀ on this thread: y[n, o] = Σ_i x[n, i] w[o, i].
   *
   * <p>An element's bits depend on its two rows, and on whether x has few rows or many.
   *
   * @param x [rows, inner]
   * @param w [outputs, inner]
   * @param y [rows, outputs]
   * @throws IllegalArgumentException if an array is too short
   */
  public void multiplyTransposed(
      float[] x, float[] w, float[] y, int rows, int inner, int outputs) {
    Shapes.requireTransposed(x.length, w.length, y.length, rows, inner, outputs);
    product.multiply(x, rows, inner, FloatSource.of(w), outputs, y, false);
  }

  /** The same with weights of any format and size, on all processors; the bits are the same. */
  public void multiplyTransposed(
      float[] x, Elements w, float[] y, int rows, int inner, int outputs) {
    Shapes.requireTransposed(x.length, w.count(), y.length, rows, inner, outputs);
    product.multiply(x, rows, inner, FloatSource.of(w), outputs, y, true);
  }
}
