package assay.gpu.kernels;

import assay.spec.PagedLatentCache;
import java.util.stream.IntStream;

/** Scales of the keys that a cache holds. */
public final class CacheScales {

  private static final int FRACTION = 0x007F_FFFF;

  private CacheScales() {}

  /**
   * Whether every scale of the cache's sequences is a power of two, zero or NaN, so that a product
   * with it is as exact as the other factor. Slots of no sequence are not looked at.
   */
  public static boolean arePowersOfTwo(PagedLatentCache cache) {
    return arePowersOfTwo(cache, slots(cache));
  }

  /**
   * The same of some slots.
   *
   * @param slots page · P + offset
   */
  public static boolean arePowersOfTwo(PagedLatentCache cache, IntStream slots) {
    return slots.allMatch(slot -> isScaledByPowers(cache, slot));
  }

  /** Those of the cache's sequences. */
  static IntStream slots(PagedLatentCache cache) {
    return IntStream.range(0, cache.batch())
        .flatMap(b ->
            IntStream.range(0, cache.lengths()[b]).map(t -> Math.toIntExact(cache.slot(b, t))));
  }

  private static boolean isScaledByPowers(PagedLatentCache cache, int slot) {
    int tiles = Math.ceilDiv(cache.layout().latent(), cache.layout().tile());
    long page = (long) (slot / cache.pageSize()) * cache.bytesPerPage();
    int place = slot % cache.pageSize();
    return IntStream.range(0, tiles)
        .allMatch(tile ->
            isPowerOfTwo(cache.layout().scale(cache.bytes(), page, cache.pageSize(), place, tile)));
  }

  private static boolean isPowerOfTwo(float scale) {
    return Float.isNaN(scale) || (Float.floatToRawIntBits(scale) & FRACTION) == 0;
  }
}
