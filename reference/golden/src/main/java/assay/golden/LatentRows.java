package assay.golden;

import assay.golden.lanes.Widening;
import assay.numerics.FloatFormat;
import assay.spec.DenseLayout;
import assay.spec.PagedLatentCache;

/** Where the bytes of a latent cache become numbers. */
final class LatentRows {

  private LatentRows() {}

  /** The first {@code count} features of a key. */
  static void read(PagedLatentCache cache, int b, int t, int count, float[] target, int at) {
    if (isBFloat16(cache)) {
      Widening.bFloat16(cache.bytes(), offset(cache, b, t), target, at, count);
    } else {
      cache.read(b, t, 0, count, target, at);
    }
  }

  /** The same in binary64. */
  static void read(PagedLatentCache cache, int b, int t, int count, double[] target, int at) {
    if (isBFloat16(cache)) {
      Widening.bFloat16(cache.bytes(), offset(cache, b, t), target, at, count);
    } else {
      cache.read(b, t, 0, count, target, at);
    }
  }

  private static boolean isBFloat16(PagedLatentCache cache) {
    return cache.layout() instanceof DenseLayout dense && dense.format() == FloatFormat.BF16;
  }

  private static long offset(PagedLatentCache cache, int b, int t) {
    return cache.slot(b, t) * cache.width() * Short.BYTES;
  }
}
