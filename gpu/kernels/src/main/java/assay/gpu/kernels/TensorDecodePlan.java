package assay.gpu.kernels;

import assay.gpu.device.Dim3;
import assay.gpu.device.LaunchConfig;
import assay.spec.PagedMlaDecode.Problem;

/**
 * How a decode step is laid out over blocks.
 *
 * <p>The keys of all query tokens are shared out evenly over the multiprocessors, in whole tiles
 * and no fewer than {@link #FEWEST_TILES}: so a block has at most {@code keysPerSplit} keys,
 * however ragged the lengths are. How the keys of a token are split depends on nothing but this
 * number.
 *
 * @param variant how many heads share a block
 * @param keysPerSplit a multiple of {@link #TILE}
 * @param splits of the token that sees most keys, at least 1
 * @param problem what is laid out
 */
public record TensorDecodePlan(Variant variant, int keysPerSplit, int splits, Problem problem) {

  /** Keys of a tile. */
  public static final int TILE = 32;

  /** A split of fewer would write more partial results than it reads keys. */
  static final int FEWEST_TILES = 4;

  private static final int COMBINE_THREADS = 128;
  private static final int FEATURES_PER_LINE = 64;

  /** The entries of the kernel. */
  public enum Variant {
    /** Up to 16 heads: one row tile of the matrix unit, four warps. */
    HEADS_16(16, 4, 4),
    /** More: four row tiles, eight warps; those without heads only copy. */
    HEADS_64(64, 8, 2);

    private final int heads;
    private final int warps;
    private final int columnWarps;

    Variant(int heads, int warps, int columnWarps) {
      this.heads = heads;
      this.warps = warps;
      this.columnWarps = columnWarps;
    }

    static Variant of(int heads) {
      return heads <= HEADS_16.heads ? HEADS_16 : HEADS_64;
    }

    String entry() {
      return PagedMlaDecodeTensorKernel.STEM + "_" + heads;
    }

    /** Queries, two tiles of keys, weights and row maxima. */
    int sharedBytes(int width) {
      int row = ceilDiv(width, FEATURES_PER_LINE) * FEATURES_PER_LINE * Short.BYTES;
      return (heads + 2 * TILE) * row + heads * (TILE * Short.BYTES + columnWarps * Float.BYTES);
    }
  }

  static TensorDecodePlan of(Problem problem, int multiprocessors) {
    Variant variant = Variant.of(problem.heads());
    long tiles = 0;
    int most = 0;
    for (int b = 0; b < problem.batch(); b++) {
      for (int s = 0; s < problem.queryTokens(); s++) {
        tiles += ceilDiv(problem.visible(b, s), TILE);
        most = Math.max(most, problem.visible(b, s));
      }
    }
    long share = Math.ceilDiv(tiles * ceilDiv(problem.heads(), variant.heads), multiprocessors);
    int keysPerSplit = TILE * (int) Math.max(FEWEST_TILES, share);
    return new TensorDecodePlan(
        variant, keysPerSplit, Math.max(1, ceilDiv(most, keysPerSplit)), problem);
  }

  LaunchConfig decode() {
    int headBlocks = ceilDiv(problem.heads(), variant.heads);
    return new LaunchConfig(
        new Dim3(headBlocks * splits, problem.queryTokens(), problem.batch()),
        Dim3.of(variant.warps * 32),
        variant.sharedBytes(problem.width()));
  }

  LaunchConfig combine() {
    return new LaunchConfig(
        new Dim3(problem.heads(), problem.queryTokens(), problem.batch()),
        Dim3.of(COMBINE_THREADS));
  }

  /**
   * Elements of the partial results' lse; of their out, latent times that. Nothing if not split.
   */
  long partialRows() {
    return splits == 1 ? 0 : (long) splits * problem.rows();
  }

  @Override
  public String toString() {
    return "%s: %d heads a block, splits of %d keys, at most %d, %d bytes of shared memory"
        .formatted(
            variant.entry(),
            variant.heads,
            keysPerSplit,
            splits,
            variant.sharedBytes(problem.width()));
  }

  private static int ceilDiv(int n, int by) {
    return Math.ceilDiv(n, by);
  }
}
