package assay.verify.variant;

import assay.spec.LatentLayout;
import assay.spec.PagedLatentCache;

/**
 * A pool of latent pages in simulated memory; it is only read.
 *
 * <p>Page p begins at address p · stride. In {@link Surroundings#CHECKED} the stride is above 2^30
 * bytes, as where one reservation of addresses holds the pages of many layers, so that an address
 * worked out in 32 bits is wrong from page 2 on; an address at which no page begins, or a slot
 * outside a page, throws {@link StrayAccess}. In {@link Surroundings#FORGIVING} pages are
 * contiguous and addresses wrap around.
 */
public final class LatentPool {

  /** Below 2^31, as a kernel's stride argument may be 32 bits wide. */
  private static final long SPREAD = 1L << 30;

  private final Surroundings surroundings;
  private final PagedLatentCache cache;
  private final long stride;

  LatentPool(Surroundings surroundings, PagedLatentCache cache) {
    this.surroundings = surroundings;
    this.cache = cache;
    this.stride =
        surroundings == Surroundings.CHECKED ? SPREAD + cache.bytesPerPage() : cache.bytesPerPage();
  }

  /** Bytes from a page's beginning to the next page's. */
  public long stride() {
    return stride;
  }

  public int pages() {
    return cache.pages();
  }

  public LatentLayout layout() {
    return cache.layout();
  }

  /** Features of one slot in F32, dequantised. */
  public void read(long address, long slot, int first, int count, float[] target, int at) {
    long place = place(address, slot);
    int pageSize = cache.pageSize();
    long page = place / pageSize * cache.bytesPerPage();
    int inPage = (int) (place % pageSize);
    cache.layout().read(cache.bytes(), page, pageSize, inPage, first, count, target, at);
  }

  /** The scale of one tile of latent features of a slot. */
  public float scale(long address, long slot, int tile) {
    long place = place(address, slot);
    int pageSize = cache.pageSize();
    long page = place / pageSize * cache.bytesPerPage();
    return cache.layout().scale(cache.bytes(), page, pageSize, (int) (place % pageSize), tile);
  }

  /** The slot's place, counted over the pool. */
  private long place(long address, long slot) {
    long page = Math.floorDiv(address, stride);
    boolean begins = address % stride == 0;
    boolean inside = page >= 0 && page < pages() && slot >= 0 && slot < cache.pageSize();
    if (begins && inside) {
      return page * cache.pageSize() + slot;
    }
    if (surroundings == Surroundings.CHECKED || pages() == 0) {
      throw new StrayAccess(
          "cache: slot %d at address %d is in none of its %d pages of %d slots, %d bytes apart"
              .formatted(slot, address, pages(), cache.pageSize(), stride));
    }
    return Math.floorMod(page * cache.pageSize() + slot, (long) pages() * cache.pageSize());
  }
}
