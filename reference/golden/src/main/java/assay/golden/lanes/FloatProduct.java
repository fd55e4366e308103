package assay.golden.lanes;

import java.util.stream.IntStream;

/**
 * y = x Wᵀ in F32.
 *
 * <p>Few rows of x: dot products along the rows of W, which is read once. Many: their transpose is
 * packed into panels, and each row of W is read once for all of them. Outputs are computed in
 * chunks of {@link FloatProductChunk#OUTPUTS}, on as many threads as the stream has.
 */
final class FloatProduct {

  /** From this many rows of x on, packing them into panels pays. */
  private static final int PACKED_ROWS = 24;

  /** From this many on it does where rows of W are short, since partial sums must be added. */
  private static final int FEW_ROWS = 6;

  private static final int SHORT = 1024;

  private final FloatTiles tiles;
  private final Workspaces<FloatProductChunk> workspaces = new Workspaces<>(FloatProductChunk::new);
  private final Workspaces<FloatPanels> panels = new Workspaces<>(FloatPanels::new);

  FloatProduct(FloatTiles tiles) {
    this.tiles = tiles;
  }

  /** {@code x} is [n, inner], {@code w} [outputs, inner] and {@code y} [n, outputs]. */
  void multiply(
      float[] x, int n, int inner, FloatSource w, int outputs, float[] y, boolean parallel) {
    FloatPanels packed = panels.take();
    boolean pack = n >= PACKED_ROWS || (n >= FEW_ROWS && inner < SHORT);
    if (pack) {
      packed.pack(x, n, inner);
    }
    IntStream chunks = IntStream.range(0, Math.ceilDiv(outputs, FloatProductChunk.OUTPUTS));
    (parallel ? chunks.parallel() : chunks)
        .forEach(i -> {
          FloatProductChunk chunk = workspaces.take();
          int first = i * FloatProductChunk.OUTPUTS;
          chunk.locate(first, Math.min(FloatProductChunk.OUTPUTS, outputs - first), outputs);
          if (pack) {
            chunk.multiply(tiles.rows(), packed, w, y);
          } else {
            chunk.dots(tiles.dots(), x, n, inner, w, y);
          }
          workspaces.give(chunk);
        });
    panels.give(packed);
  }
}
