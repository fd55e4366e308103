package assay.golden;

import assay.golden.cache.PageAllocator;
import assay.golden.cache.PageLayout;
import assay.golden.cache.PagedSequence;
import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.DecompressHeads;
import assay.spec.LatentLayout;
import assay.spec.LatentUp;
import assay.spec.MlaLayer.Constants;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;
import assay.spec.PagedLatentCache;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/**
 * The latent cache of one layer in use: hidden states are compressed and stored, keys and values of
 * a head decompressed.
 *
 * <pre>
 *   latent ‖ key = W_DKV hidden
 *   slot of token t holds norm(latent) ‖ rope_t(key), quantised as the layout says
 *   k[h,t] = W_UK[h] c_t ‖ r_t,  v[h,t] = W_UV[h] c_t       of what slot t then stands for, c_t ‖ r_t
 * </pre>
 *
 * <p>Pages are an allocator's, which all layers share: a step grows each sequence once, and then
 * every layer stores its new tokens. Everything is computed in binary64, by the golden models of
 * {@link assay.spec.Projection}, {@link assay.spec.RmsNorm}, {@link assay.spec.RotaryEmbedding},
 * {@link AppendLatentCache} and {@link DecompressHeads}, whose special cases hold.
 *
 * <p>Errors: {@link IllegalArgumentException} where shapes, layouts or sequences do not fit; then
 * nothing has been stored. Source: DeepSeek-V2, arXiv 2405.04434, section 2.1.
 */
public final class LayerCache {

  private final MlaWeights weights;
  private final Constants constants;
  private final LatentLayout layout;
  private final ScaleRule scaleRule;
  private final PageAllocator pages;
  private final MemorySegment pool;

  /**
   * @param weights of the layer
   * @param constants its eps and rotation
   * @param layout how a page holds its tokens; D and R are the layer's
   * @param scaleRule of layouts whose tiles have scales; others do not look at it
   * @param pages their bytes are the layout's
   * @param layer which of the allocator's layers this one is, from 0
   */
  public LayerCache(
      MlaWeights weights,
      Constants constants,
      LatentLayout layout,
      ScaleRule scaleRule,
      PageAllocator pages,
      int layer) {
    requireLayout(weights.shape(), layout);
    requirePages(layout, pages.layout());
    this.weights = weights;
    this.constants = constants;
    this.layout = layout;
    this.scaleRule = scaleRule;
    this.pages = pages;
    this.pool = pages.layer(layer);
  }

  private static void requireLayout(MlaShape shape, LatentLayout layout) {
    if (layout.latent() != shape.latent() || layout.rope() != shape.rope()) {
      throw new IllegalArgumentException(
          "layout holds %d + %d features; the layer has %d + %d"
              .formatted(layout.latent(), layout.rope(), shape.latent(), shape.rope()));
    }
  }

  private static void requirePages(LatentLayout layout, PageLayout pages) {
    PageLayout needed = PageLayout.of(layout, pages.layers(), pages.pageSize());
    if (!pages.equals(needed)) {
      throw new IllegalArgumentException("pages are %s; they must be %s".formatted(pages, needed));
    }
  }

  /**
   * Stores the newest tokens of a sequence, for which {@link PageAllocator#grow} has made room.
   *
   * @param hidden [n, hidden], of the last n tokens of the sequence, in order
   */
  public void compressAndStore(PagedSequence sequence, Elements hidden) {
    int count = tokens(sequence, hidden);
    int first = sequence.length() - count;
    int[] positions = new int[count];
    Arrays.setAll(positions, i -> first + i);
    TokenSteps steps = new TokenSteps(constants, Lanes.best(), positions);
    Compressed tokens = Compressed.of(weights, steps, hidden);
    long[] slots = new long[count];
    PagedLatentCache cache = of(List.of(sequence));
    Arrays.setAll(slots, i -> cache.slot(0, first + i));
    AppendLatentCache.Problem append =
        new AppendLatentCache.Problem(
            layout, scaleRule, cache.pageSize(), pool, tokens.latents(), tokens.keys(), slots);
    AppendLatentCacheReference.store(append, pool);
  }

  private int tokens(PagedSequence sequence, Elements hidden) {
    int width = weights.shape().hidden();
    long count = hidden.count() / width;
    if (hidden.count() % width != 0 || count > sequence.length()) {
      throw new IllegalArgumentException(
          "hidden has %d elements; it must be rows of %d, at most the sequence's %d"
              .formatted(hidden.count(), width, sequence.length()));
    }
    return (int) count;
  }

  /**
   * Keys and values of one head, for all tokens of a sequence.
   *
   * @return {@code k} [T, 1, E + R] and {@code v} [T, 1, V]
   */
  public Result decompressForHead(PagedSequence sequence, int head) {
    PagedLatentCache cache = of(List.of(sequence));
    double[] slots = new double[Math.multiplyExact(sequence.length(), layout.width())];
    for (int t = 0; t < sequence.length(); t++) {
      cache.read(0, t, 0, layout.width(), slots, t * layout.width());
    }
    return DecompressHeadsReference.create()
        .run(
            new DecompressHeads.Problem(
                LatentUp.of(weights), layout.rope(), Elements.of(slots), head, 1));
  }

  /** The cache of a batch, as {@link assay.spec.PagedMlaDecode} takes it; nothing is copied. */
  public PagedLatentCache of(List<PagedSequence> batch) {
    return new PagedLatentCache(
        pages.layout().pageSize(),
        layout,
        pool,
        pages.pagesPerSequence(),
        pages.pageTable(batch),
        pages.lengths(batch));
  }
}
