package assay.golden;

import assay.numerics.BFloat16;
import assay.numerics.Float16;
import assay.numerics.Float8E4M3;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.Implementation;
import assay.spec.Model1Layout;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * {@link AppendLatentCache} as docs/cache-layouts.md has it, byte by byte: offsets from its tables,
 * each E4M3 code the nearest of all 256, each power of two found by doubling.
 *
 * <p>Takes no offset and no scale from the layouts or from {@link ScaleRule}.
 */
public final class AppendLatentCacheFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    byte[] pool = problem.pool().toArray(ValueLayout.JAVA_BYTE);
    for (int n = 0; n < problem.tokens(); n++) {
      if (problem.slots()[n] >= 0) {
        store(problem, n, pool);
      }
    }
    return AppendLatentCache.result(problem, MemorySegment.ofArray(pool));
  }

  private static void store(Problem problem, int n, byte[] pool) {
    int page = (int) (problem.slots()[n] / problem.pageSize());
    int place = (int) (problem.slots()[n] % problem.pageSize());
    switch (problem.layout()) {
      case DenseLayout layout -> dense(problem, layout, n, pool, page, place);
      case Fp8DsMlaLayout layout -> fp8DsMla(problem, layout, n, pool, page, place);
      case Model1Layout layout -> model1(problem, layout, n, pool, page, place);
    }
  }

  private static void dense(
      Problem problem, DenseLayout layout, int n, byte[] pool, int page, int place) {
    int width = layout.latent() + layout.rope();
    int slot = page * problem.pageSize() + place;
    for (int i = 0; i < width; i++) {
      double value =
          i < layout.latent() ? latent(problem, n, i) : rope(problem, n, i - layout.latent());
      put(pool, slot * width + i, layout, value);
    }
  }

  private static void fp8DsMla(
      Problem problem, Fp8DsMlaLayout layout, int n, byte[] pool, int page, int place) {
    int latent = layout.latent();
    int row = latent + latent / 128 * 4 + layout.rope() * 2;
    int start = (page * problem.pageSize() + place) * row;
    for (int d = 0; d < latent; d++) {
      float scale = scale(problem, n, d / 128 * 128, 128);
      pool[start + d] = nearest((float) latent(problem, n, d) / scale);
      put32(pool, start + latent + d / 128 * 4, Float.floatToRawIntBits(scale));
    }
    for (int r = 0; r < layout.rope(); r++) {
      put16(pool, start + latent + latent / 128 * 4 + 2 * r, bf16(rope(problem, n, r)));
    }
  }

  private static void model1(
      Problem problem, Model1Layout layout, int n, byte[] pool, int page, int place) {
    int latent = layout.latent();
    int data = latent + 2 * layout.rope();
    int scales = (latent / 64 + 7) / 8 * 8;
    int pageBytes = problem.pageSize() * (data + scales);
    while (pageBytes % layout.pageMultiple() != 0) {
      pageBytes++;
    }
    int start = page * pageBytes + place * data;
    int footer = page * pageBytes + problem.pageSize() * data + place * scales;
    for (int d = 0; d < latent; d++) {
      float scale = scale(problem, n, d / 64 * 64, 64);
      pool[start + d] = nearest((float) latent(problem, n, d) / scale);
      pool[footer + d / 64] = (byte) (Float.floatToRawIntBits(scale) >>> 23);
    }
    for (int r = 0; r < layout.rope(); r++) {
      put16(pool, start + latent + 2 * r, bf16(rope(problem, n, r)));
    }
  }

  /** Number {@code index} of a pool of one format. */
  private static void put(byte[] pool, int index, DenseLayout layout, double value) {
    switch (layout.format()) {
      case FP8_E4M3 -> pool[index] = nearest((float) value / layout.tensorScale());
      case BF16 -> put16(pool, 2 * index, bf16(value));
      case FP16 -> put16(pool, 2 * index, Float16.encode(value, Rounding.RN, Overflow.IEEE));
      case F32 -> put32(pool, 4 * index, Float.floatToRawIntBits((float) value));
      case F64 -> {
        long bits = Double.doubleToRawLongBits(value);
        put32(pool, 8 * index, (int) bits);
        put32(pool, 8 * index + 4, (int) (bits >>> 32));
      }
      case FP8_E5M2, TF32 -> throw new IllegalStateException("no layout has " + layout.format());
    }
  }

  private static double latent(Problem problem, int n, int d) {
    return problem.latent().get((long) n * problem.layout().latent() + d);
  }

  private static double rope(Problem problem, int n, int r) {
    return problem.rope().get((long) n * problem.layout().rope() + r);
  }

  private static float scale(Problem problem, int n, int first, int width) {
    float amax = 0;
    for (int d = first; d < first + width; d++) {
      float value = (float) latent(problem, n, d);
      amax = value > amax ? value : -value > amax ? -value : amax;
    }
    return switch (problem.scaleRule()) {
      case ARBITRARY -> amax / 448f > 0x1p-126f ? amax / 448f : 0x1p-126f;
      case POWER_OF_TWO -> doubled(amax / 448f);
    };
  }

  /** The first of 2^−13, 2^−12, … that is not below {@code least}; 2^−13 is the first over 1e-4. */
  private static float doubled(float least) {
    float scale = 0x1p-13f;
    while (scale < least) {
      scale *= 2;
    }
    return scale;
  }

  /** The code whose value is nearest; of two, the even one. */
  private static byte nearest(float value) {
    if (Float.isNaN(value)) {
      return 0x7F;
    }
    double magnitude = Math.min(Math.abs((double) value), 448);
    int best = 0;
    for (int code = 1; code < 0x7F; code++) {
      double distance = Math.abs(Float8E4M3.toFloat((byte) code) - magnitude);
      double least = Math.abs(Float8E4M3.toFloat((byte) best) - magnitude);
      best = distance < least || (distance == least && code % 2 == 0) ? code : best;
    }
    return (byte) (Float.floatToRawIntBits(value) < 0 ? best | 0x80 : best);
  }

  private static short bf16(double value) {
    return BFloat16.encode(value, Rounding.RN, Overflow.IEEE);
  }

  private static void put32(byte[] pool, int at, int bits) {
    put16(pool, at, (short) bits);
    put16(pool, at + 2, (short) (bits >>> 16));
  }

  private static void put16(byte[] pool, int at, short code) {
    pool[at] = (byte) code;
    pool[at + 1] = (byte) (code >>> 8);
  }
}
