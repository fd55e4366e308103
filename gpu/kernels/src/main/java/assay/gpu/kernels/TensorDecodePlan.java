package assay.gpu.kernels;

import assay.gpu.device.Dim3;
import assay.gpu.device.LaunchConfig;
import assay.spec.PagedMlaDecode.Problem;
import java.util.Arrays;

/**
 * How a decode step is laid out over blocks.
 *
 * <p>The keys of all query tokens are shared out evenly over the multiprocessors ({@link
 * KeySplits}).
 *
 * @param variant how many heads share a block
 * @param keysPerSplit a multiple of {@link #TILE}
 * @param splits of the token that sees most keys, at least 1
 * @param shape what is laid out
 */
public record TensorDecodePlan(
    Variant variant, int keysPerSplit, int splits, PagedDecodeShape shape) {

  /** Keys of a tile. */
  public static final int TILE = 32;

  private static final int COMBINE_THREADS = 128;
  private static final int WARP = 32;
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

    /** Of the kernel with this stem. */
    String entry(String stem) {
      return stem + "_" + heads;
    }

    /** Of the kernel with this stem, and why. */
    KernelChoice choice(String stem) {
      String why =
          switch (this) {
            case HEADS_16 -> "at most 16 heads, a block for all of them";
            case HEADS_64 -> "more than 16 heads, a block for 64";
          };
      return new KernelChoice(stem, entry(stem), why);
    }

    /** That so many heads take. */
    int blocks(int allHeads) {
      return ceilDiv(allHeads, heads);
    }

    Dim3 block() {
      return Dim3.of(warps * WARP);
    }

    /** Queries, two tiles of keys, weights and row maxima. */
    int sharedBytes(int width) {
      return sharedBytes(width, 0);
    }

    /** The same, and two tiles of values where keys do not hold theirs. */
    int sharedBytes(int keyWidth, int valueWidth) {
      int rows =
          heads * rowBytes(keyWidth) + 2 * TILE * (rowBytes(keyWidth) + rowBytes(valueWidth));
      return rows + heads * (TILE * Short.BYTES + columnWarps * Float.BYTES);
    }

    private static int rowBytes(int width) {
      return ceilDiv(width, FEATURES_PER_LINE) * FEATURES_PER_LINE * Short.BYTES;
    }
  }

  static TensorDecodePlan of(Problem problem, int multiprocessors) {
    int[] keys = new int[problem.batch() * problem.queryTokens()];
    Arrays.setAll(keys, i -> problem.visible(i / problem.queryTokens(), i % problem.queryTokens()));
    return of(PagedDecodeShape.of(problem), keys, multiprocessors);
  }

  /**
   * @param keys that each query token sees, or more
   */
  static TensorDecodePlan of(PagedDecodeShape shape, int[] keys, int multiprocessors) {
    Variant variant = Variant.of(shape.heads());
    KeySplits splits = KeySplits.of(keys, variant.blocks(shape.heads()), multiprocessors);
    return new TensorDecodePlan(variant, splits.keysPerSplit(), splits.count(), shape);
  }

  /** The most {@link #partialRows} of such a step in which no token sees more keys. */
  static long mostPartialRows(PagedDecodeShape shape, int keys, int multiprocessors) {
    int blocks = Variant.of(shape.heads()).blocks(shape.heads());
    return (long) KeySplits.mostOf(keys, blocks, multiprocessors) * shape.rows();
  }

  /** Of the decode itself. */
  public LaunchConfig decode() {
    return new LaunchConfig(
        new Dim3(variant.blocks(shape.heads()) * splits, shape.queryTokens(), shape.batch()),
        variant.block(),
        variant.sharedBytes(shape.width()));
  }

  LaunchConfig combine() {
    return combine(shape.heads(), shape.queryTokens(), shape.batch());
  }

  /** Of the merge that every decode with splits has: a block for each row. */
  static LaunchConfig combine(int heads, int queryTokens, int batch) {
    return new LaunchConfig(new Dim3(heads, queryTokens, batch), Dim3.of(COMBINE_THREADS));
  }

  /**
   * Elements of the partial results' lse; of their out, latent times that. Nothing if not split.
   */
  long partialRows() {
    return splits == 1 ? 0 : (long) splits * shape.rows();
  }

  @Override
  public String toString() {
    return describe(PagedMlaDecodeTensorKernel.STEM);
  }

  /** What the kernel with this stem launches. */
  public String describe(String stem) {
    return "%s: %d heads a block, splits of %d keys, at most %d, %d bytes of shared memory"
        .formatted(
            variant.entry(stem),
            variant.heads,
            keysPerSplit,
            splits,
            variant.sharedBytes(shape.width()));
  }

  private static int ceilDiv(int n, int by) {
    return Math.ceilDiv(n, by);
  }
}
