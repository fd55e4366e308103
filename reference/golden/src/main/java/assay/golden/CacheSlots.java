package assay.golden;

import assay.numerics.BFloat16;
import assay.spec.PagedLatentCache;

/** A slot of a latent cache by its position in the pool, page · P + offset. */
final class CacheSlots {

  private CacheSlots() {}

  /** Writes the first {@code count} features of a slot from {@code at} on. */
  static void read(PagedLatentCache cache, int slot, double[] target, int at, int count) {
    int first = Math.multiplyExact(slot, cache.width());
    for (int i = 0; i < count; i++) {
      target[at + i] = BFloat16.toFloat(cache.slots()[first + i]);
    }
  }
}
