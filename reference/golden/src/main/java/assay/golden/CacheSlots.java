package assay.golden;

import assay.spec.PagedLatentCache;

/** A slot of a latent cache by its position in the pool, page · P + offset. */
final class CacheSlots {

  private CacheSlots() {}

  /** Writes the first {@code count} features of a slot from {@code at} on. */
  static void read(PagedLatentCache cache, int slot, double[] target, int at, int count) {
    int size = cache.pageSize();
    long page = slot / size * cache.bytesPerPage();
    cache.layout().read(cache.bytes(), page, size, slot % size, 0, count, target, at);
  }
}
