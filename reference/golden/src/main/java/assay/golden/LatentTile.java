package assay.golden;

import assay.golden.lanes.Block;
import assay.numerics.BFloat16;
import assay.spec.PagedLatentCache;
import java.util.Arrays;

/**
 * Up to {@link #KEYS} consecutive keys of one sequence in binary64, which holds every bf16 and its
 * square exactly.
 */
final class LatentTile {

  /** Keys in a tile: its latents and its roped keys stay in a second-level cache. */
  static final int KEYS = 64;

  private final PagedLatentCache cache;
  private final int latent;
  private final double[] byFeature;
  private final double[] byKey;
  private final int[] slots = new int[KEYS];

  LatentTile(PagedLatentCache cache, int latent) {
    this.cache = cache;
    this.latent = latent;
    this.byFeature = new double[cache.width() * KEYS];
    this.byKey = new double[latent * KEYS];
  }

  /**
   * Whole keys, one feature a row: [D + R, KEYS]; columns past the last key are 0.
   *
   * @param first first key of the tile
   */
  Block keys(int b, int first) {
    int keys = locate(b, first, cache.lengths()[b]);
    short[] bits = cache.slots();
    for (int i = 0; i < cache.width(); i++) {
      int row = i * KEYS;
      for (int t = 0; t < keys; t++) {
        byFeature[row + t] = BFloat16.toFloat(bits[slots[t] + i]);
      }
      Arrays.fill(byFeature, row + keys, row + KEYS, 0);
    }
    return Block.of(byFeature, cache.width(), KEYS);
  }

  /** Latents of the keys from {@code first} to before {@code end}, one key a row: [n, D]. */
  Block latents(int b, int first, int end) {
    int keys = locate(b, first, end);
    short[] bits = cache.slots();
    for (int t = 0; t < keys; t++) {
      for (int d = 0; d < latent; d++) {
        byKey[t * latent + d] = BFloat16.toFloat(bits[slots[t] + d]);
      }
    }
    return Block.of(byKey, keys, latent);
  }

  /** Squares every element of a whole-array block. */
  static void square(Block block) {
    double[] data = block.data();
    for (int i = 0; i < block.rows() * block.columns(); i++) {
      data[i] *= data[i];
    }
  }

  private int locate(int b, int first, int end) {
    int keys = Math.min(KEYS, end - first);
    for (int t = 0; t < keys; t++) {
      slots[t] = cache.offset(b, first + t);
    }
    return keys;
  }
}
