package assay.golden.lanes;

import java.util.stream.IntStream;

/**
 * y = x Wᵀ in binary64.
 *
 * <p>Few rows of x: dot products along the rows of W, which is read once. Many: their transpose is
 * packed into panels, and each row of W is read once for all of them. Outputs are computed in
 * chunks of {@link DoubleProductChunk#OUTPUTS}, on as many threads as the stream has.
 */
final class DoubleProduct {

  /** From this many rows of x on, packing them into panels pays. */
  private static final int PACKED_ROWS = 24;

  /** From this many on it does where rows of W are short, since partial sums must be added. */
  private static final int FEW_ROWS = 6;

  private static final int SHORT = 1024;

  private final DoubleTiles tiles;
  private final Workspaces<DoubleProductChunk> workspaces =
      new Workspaces<>(DoubleProductChunk::new);
  private final Workspaces<DoublePanels> panels = new Workspaces<>(DoublePanels::new);

  DoubleProduct(DoubleTiles tiles) {
    this.tiles = tiles;
  }

  /** {@code x} is [n, inner], {@code w} [outputs, inner] and {@code y} [n, outputs]. */
  void multiply(
      double[] x, int n, int inner, DoubleSource w, int outputs, double[] y, boolean parallel) {
    DoublePanels packed = panels.take();
    boolean pack = n >= PACKED_ROWS || (n >= FEW_ROWS && inner < SHORT);
    if (pack) {
      packed.pack(x, n, inner);
    }
    IntStream chunks = IntStream.range(0, Math.ceilDiv(outputs, DoubleProductChunk.OUTPUTS));
    (parallel ? chunks.parallel() : chunks)
        .forEach(i -> {
          DoubleProductChunk chunk = workspaces.take();
          int first = i * DoubleProductChunk.OUTPUTS;
          chunk.locate(first, Math.min(DoubleProductChunk.OUTPUTS, outputs - first), outputs);
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
