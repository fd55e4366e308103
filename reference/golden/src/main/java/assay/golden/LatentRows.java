package assay.golden;

import assay.golden.lanes.Widening;
import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.PagedLatentCache;

/** Where the bytes of a latent cache become F32. */
final class LatentRows {

  private LatentRows() {}

  /** The first {@code count} features of a key. */
  static void read(PagedLatentCache cache, int b, int t, int count, float[] target, int at) {
    if (cache.layout() instanceof DenseLayout dense && dense.format() == FloatFormat.BF16) {
      long offset = cache.slot(b, t) * cache.width() * Short.BYTES;
      Widening.bFloat16(cache.bytes(), offset, target, at, count);
    } else {
      cache.read(b, t, 0, count, target, at);
    }
  }
}
