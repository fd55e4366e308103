package assay.golden;

import assay.golden.lanes.Block;
import assay.spec.PagedLatentCache;
import java.util.Arrays;

/**
 * Up to {@link #KEYS} consecutive keys of one sequence in binary64, which holds every cached number
 * exactly: docs/numerics.md, lemma 13.
 */
final class LatentTile {

  /** Keys in a tile: its latents and its roped keys stay in a second-level cache. */
  static final int KEYS = 64;

  private final PagedLatentCache cache;
  private final int latent;
  private final double[] byFeature;
  private final double[] byKey;

  LatentTile(PagedLatentCache cache, int latent) {
    this.cache = cache;
    this.latent = latent;
    this.byFeature = new double[cache.width() * KEYS];
    this.byKey = new double[cache.width() * KEYS];
  }

  /**
   * Whole keys, one feature a row: [D + R, KEYS]; columns past the last key are 0.
   *
   * @param first first key of the tile
   */
  Block keys(int b, int first) {
    int width = cache.width();
    int keys = read(b, first, cache.lengths()[b], width);
    for (int i = 0; i < width; i++) {
      int row = i * KEYS;
      for (int t = 0; t < keys; t++) {
        byFeature[row + t] = byKey[t * width + i];
      }
      Arrays.fill(byFeature, row + keys, row + KEYS, 0);
    }
    return Block.of(byFeature, width, KEYS);
  }

  /** Latents of the keys from {@code first} to before {@code end}, one key a row: [n, D]. */
  Block latents(int b, int first, int end) {
    int keys = read(b, first, end, latent);
    return Block.of(byKey, keys, latent);
  }

  /** Squares every element of a whole-array block. */
  static void square(Block block) {
    double[] data = block.data();
    for (int i = 0; i < block.rows() * block.columns(); i++) {
      data[i] *= data[i];
    }
  }

  /** The first {@code features} of each key, one key a row; returns how many keys there are. */
  private int read(int b, int first, int end, int features) {
    int keys = Math.min(KEYS, end - first);
    for (int t = 0; t < keys; t++) {
      cache.read(b, first + t, 0, features, byKey, t * features);
    }
    return keys;
  }
}
