package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.LatentLayout;
import assay.spec.Model1Layout;
import assay.spec.PagedLatentCache;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/** A cache whose visible keys are exactly twice another's: codes doubled, or else their scales. */
final class DoubledCache {

  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private DoubledCache() {}

  /** Twice {@code cache} in these slots; what lies in others may be anything. */
  static PagedLatentCache of(PagedLatentCache cache, int... slots) {
    if (cache.layout() instanceof DenseLayout dense && dense.format() == FloatFormat.FP8_E4M3) {
      return withLayout(
          cache, DenseLayout.fp8(dense.latent(), dense.rope(), 2 * dense.tensorScale()));
    }
    PagedLatentCache doubled = LatentSlots.copy(cache);
    IntStream.of(slots).distinct().forEach(slot -> twice(doubled, slot));
    return doubled;
  }

  private static PagedLatentCache withLayout(PagedLatentCache cache, LatentLayout layout) {
    return new PagedLatentCache(
        cache.pageSize(),
        layout,
        cache.bytes(),
        cache.pagesPerSequence(),
        cache.pageTable(),
        cache.lengths());
  }

  private static void twice(PagedLatentCache cache, int slot) {
    LatentLayout layout = cache.layout();
    int pageSize = cache.pageSize();
    int place = slot % pageSize;
    long page = slot / pageSize * cache.bytesPerPage();
    long ropeAt = page + layout.ropeOffset(pageSize, place);
    MemorySegment bytes = cache.bytes();
    twice(layout.ropeFormat(), bytes, ropeAt, layout.rope());
    switch (layout) {
      case DenseLayout dense ->
          twice(dense.format(), bytes, page + dense.latentOffset(pageSize, place), dense.latent());
      case Fp8DsMlaLayout tiled -> {
        for (int tile = 0; tile < tiled.latent() / tiled.tile(); tile++) {
          long at = page + tiled.scaleOffset(place) + (long) tile * Float.BYTES;
          bytes.set(F32, at, 2 * bytes.get(F32, at));
        }
      }
      case Model1Layout footer -> {
        for (int tile = 0; tile < footer.latent() / footer.tile(); tile++) {
          long at = page + footer.scaleOffset(pageSize, place) + tile;
          bytes.set(ValueLayout.JAVA_BYTE, at, (byte) (bytes.get(ValueLayout.JAVA_BYTE, at) + 1));
        }
      }
    }
  }

  private static void twice(FloatFormat format, MemorySegment bytes, long at, int count) {
    Elements codes = new Elements(format, bytes.asSlice(at, (long) count * format.bytes()));
    for (int i = 0; i < count; i++) {
      codes.set(i, 2 * codes.get(i));
    }
  }
}
