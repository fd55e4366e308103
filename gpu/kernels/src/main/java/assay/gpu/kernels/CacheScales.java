package assay.gpu.kernels;

import assay.spec.PagedLatentCache;

/** Scales of the keys that a cache's sequences have. */
public final class CacheScales {

  private static final int FRACTION = 0x007F_FFFF;

  private CacheScales() {}

  /**
   * Whether every scale is a power of two, zero or NaN, so that a product with it is as exact as
   * the other factor. Slots of no sequence are not looked at.
   */
  public static boolean arePowersOfTwo(PagedLatentCache cache) {
    int tiles = Math.ceilDiv(cache.layout().latent(), cache.layout().tile());
    for (int b = 0; b < cache.batch(); b++) {
      for (int t = 0; t < cache.lengths()[b]; t++) {
        long slot = cache.slot(b, t);
        long page = slot / cache.pageSize() * cache.bytesPerPage();
        int place = (int) (slot % cache.pageSize());
        for (int tile = 0; tile < tiles; tile++) {
          float scale = cache.layout().scale(cache.bytes(), page, cache.pageSize(), place, tile);
          if (!isPowerOfTwo(scale)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private static boolean isPowerOfTwo(float scale) {
    return Float.isNaN(scale) || (Float.floatToRawIntBits(scale) & FRACTION) == 0;
  }
}
