package assay.verify;

import assay.golden.AppendLatentCacheReference;
import assay.numerics.Elements;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.PagedLatentCache;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** Slots of latent caches: moved byte for byte, scales included, or written anew. */
final class LatentSlots {

  /** NaN in every format, scales included. */
  static final byte NAN = (byte) 0xFF;

  /** A large finite number in every format, in E4M3 as large as in fp16. */
  static final byte HUGE = 0x7B;

  static final List<Byte> POISONS = List.of(NAN, HUGE);

  private LatentSlots() {}

  /** A pool of {@code pages}, every byte of it {@code filler}. */
  static MemorySegment pool(LatentLayout layout, int pageSize, int pages, byte filler) {
    long bytes = Math.multiplyExact(layout.bytesPerPage(pageSize), (long) pages);
    return MemorySegment.ofArray(new byte[Math.toIntExact(bytes)]).fill(filler);
  }

  /** Copies slot {@code from} of a cache to slot {@code to} of a pool in pages of another size. */
  static void copy(PagedLatentCache cache, long from, MemorySegment pool, int pageSize, long to) {
    Place source = new Place(cache.layout(), cache.pageSize(), from);
    Place target = new Place(cache.layout(), pageSize, to);
    int latentBytes = cache.layout().latent() * cache.layout().latentFormat().bytes();
    int ropeBytes = cache.layout().rope() * cache.layout().ropeFormat().bytes();
    MemorySegment bytes = cache.bytes();
    MemorySegment.copy(bytes, source.latent(), pool, target.latent(), latentBytes);
    MemorySegment.copy(bytes, source.rope(), pool, target.rope(), ropeBytes);
    MemorySegment.copy(bytes, source.scales(), pool, target.scales(), scaleBytes(cache.layout()));
  }

  /** Stores features in a slot of the cache, rounded and scaled as its layout does. */
  static void write(PagedLatentCache cache, long slot, double... features) {
    LatentLayout layout = cache.layout();
    double[] latent = Arrays.copyOf(features, layout.latent());
    double[] rope = Arrays.copyOfRange(features, layout.latent(), layout.width());
    var one =
        new AppendLatentCache.Problem(
            layout,
            ScaleRule.POWER_OF_TWO,
            cache.pageSize(),
            cache.bytes(),
            Elements.of(latent),
            Elements.of(rope),
            new long[] {slot});
    AppendLatentCacheReference.store(one, cache.bytes());
  }

  /** The cache in memory of its own. */
  static PagedLatentCache copy(PagedLatentCache cache) {
    byte[] bytes = new byte[Math.toIntExact(cache.bytes().byteSize())];
    MemorySegment pool = MemorySegment.ofArray(bytes).copyFrom(cache.bytes());
    return cache.withPool(pool, cache.pageTable());
  }

  /** The latent's first code becomes a NaN. */
  static void poison(PagedLatentCache cache, long slot) {
    LatentLayout layout = cache.layout();
    long at = new Place(layout, cache.pageSize(), slot).latent();
    cache.bytes().asSlice(at, layout.latentFormat().bytes()).fill(NAN);
  }

  private static int scaleBytes(LatentLayout layout) {
    return switch (layout) {
      case DenseLayout dense -> 0;
      case Fp8DsMlaLayout tiled -> tiled.latent() / tiled.tile() * Float.BYTES;
      case Model1Layout footer -> footer.latent() / footer.tile();
    };
  }

  /** Where a slot's parts lie in its pool. */
  private record Place(LatentLayout layout, int pageSize, long slot) {

    private long page() {
      return slot / pageSize * layout.bytesPerPage(pageSize);
    }

    private int within() {
      return (int) (slot % pageSize);
    }

    long latent() {
      return page() + layout.latentOffset(pageSize, within());
    }

    long rope() {
      return page() + layout.ropeOffset(pageSize, within());
    }

    long scales() {
      return switch (layout) {
        case DenseLayout dense -> 0;
        case Fp8DsMlaLayout tiled -> page() + tiled.scaleOffset(within());
        case Model1Layout footer -> page() + footer.scaleOffset(pageSize, within());
      };
    }
  }
}
