package assay.verify.diagnosis;

import assay.numerics.BFloat16;
import assay.numerics.Float16;
import assay.numerics.Float8E4M3;
import assay.numerics.FloatFormat;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.numerics.Ue8m0;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.Fp8DsMlaLayout;
import assay.spec.Model1Layout;
import assay.spec.Result;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Tokens written to a latent cache, byte by byte; as it stands it is right. A hypothesis overrides
 * a step. What would be written outside the pool is lost.
 */
class CacheSteps {

  final Result run(Problem problem) {
    MemorySegment pool =
        MemorySegment.ofArray(new byte[Math.toIntExact(problem.pool().byteSize())]);
    pool.copyFrom(problem.pool());
    for (int n = 0; n < problem.tokens(); n++) {
      token(problem, pool, n);
    }
    return AppendLatentCache.result(problem, pool);
  }

  void token(Problem problem, MemorySegment pool, int n) {
    if (slot(problem, n) >= 0) {
      write(problem, pool, slot(problem, n), latent(problem, n), rope(problem, n));
    }
  }

  long slot(Problem problem, int n) {
    return problem.slots()[n];
  }

  float[] latent(Problem problem, int n) {
    float[] row = new float[problem.layout().latent()];
    problem.latent().copyTo((long) n * row.length, row, 0, row.length);
    return row;
  }

  float[] rope(Problem problem, int n) {
    float[] row = new float[problem.layout().rope()];
    problem.rope().copyTo((long) n * row.length, row, 0, row.length);
    return row;
  }

  void write(Problem problem, MemorySegment pool, long slot, float[] latent, float[] rope) {
    long page = pageAt(problem, slot / problem.pageSize());
    int place = (int) (slot % problem.pageSize());
    FloatFormat format = problem.layout().latentFormat();
    int width = problem.layout() instanceof DenseLayout ? latent.length : problem.layout().tile();
    for (int first = 0; first < latent.length; first += width) {
      float scale = scale(problem, latent, first, width);
      long at = page + begin(problem, place) + (long) first * format.bytes();
      codes(
          problem,
          pool,
          at,
          format,
          java.util.Arrays.copyOfRange(latent, first, first + width),
          scale);
      if (!(problem.layout() instanceof DenseLayout)) {
        storeScale(problem, pool, page + scaleAt(problem, place, first / width), scale);
      }
    }
    codes(
        problem,
        pool,
        page + ropeAt(problem, place),
        ropeFormat(problem),
        rope,
        ropeScale(problem));
  }

  void codes(
      Problem problem,
      MemorySegment pool,
      long at,
      FloatFormat format,
      float[] numbers,
      float scale) {
    for (int i = 0; i < numbers.length; i++) {
      int code = code(format, numbers[i], scale);
      store(problem, pool, at + (long) i * format.bytes(), code, format.bytes());
    }
  }

  /** Of a tile, or of the tensor. */
  private float scale(Problem problem, float[] latent, int first, int width) {
    return problem.layout() instanceof DenseLayout dense
        ? dense.tensorScale()
        : scale(problem, amax(latent, first, width));
  }

  float amax(float[] latent, int first, int width) {
    float amax = 0;
    for (int i = first; i < first + width; i++) {
      amax = Math.max(amax, Math.abs(latent[i]));
    }
    return amax;
  }

  /** NaN where the tile is not finite, as only one that should not be read is. */
  float scale(Problem problem, float amax) {
    return amax >= 0 && amax <= Float.MAX_VALUE ? problem.scaleRule().scale(amax) : Float.NaN;
  }

  FloatFormat ropeFormat(Problem problem) {
    return problem.layout().ropeFormat();
  }

  float ropeScale(Problem problem) {
    return problem.layout().ropeScale();
  }

  int code(FloatFormat format, float value, float scale) {
    return switch (format) {
      case BF16 -> BFloat16.fromFloat(value);
      case FP16 -> Float16.fromFloat(value);
      default -> narrow(scaled(value, scale));
    };
  }

  float scaled(float value, float scale) {
    return value / scale;
  }

  byte narrow(float scaled) {
    return Float8E4M3.encode(scaled, Rounding.RN, Overflow.SATFINITE);
  }

  void storeScale(Problem problem, MemorySegment pool, long at, float scale) {
    if (problem.layout() instanceof Model1Layout) {
      store(problem, pool, at, Ue8m0.encode(scale, Rounding.RD, Overflow.SATFINITE), 1);
    } else {
      store(problem, pool, at, Float.floatToRawIntBits(scale), Float.BYTES);
    }
  }

  /** The lowest byte first. */
  void store(Problem problem, MemorySegment pool, long at, int bits, int bytes) {
    for (int i = 0; i < bytes; i++) {
      put(pool, at + i, bits >> (Byte.SIZE * i));
    }
  }

  static void put(MemorySegment pool, long at, int bits) {
    if (at >= 0 && at < pool.byteSize()) {
      pool.set(ValueLayout.JAVA_BYTE, at, (byte) bits);
    }
  }

  long pageAt(Problem problem, long page) {
    return page * problem.layout().bytesPerPage(problem.pageSize());
  }

  /** Where a place's latent begins in its page. */
  long begin(Problem problem, int place) {
    return problem.layout().latentOffset(problem.pageSize(), place);
  }

  long ropeAt(Problem problem, int place) {
    return begin(problem, place) + problem.layout().ropeOffset(problem.pageSize(), 0);
  }

  long scaleAt(Problem problem, int place, int tile) {
    int size = problem.pageSize();
    return switch (problem.layout()) {
      case DenseLayout dense -> 0;
      case Fp8DsMlaLayout tiled ->
          begin(problem, place) + tiled.scaleOffset(0) + (long) tile * Float.BYTES;
      case Model1Layout footer ->
          begin(problem, size)
              + footer.scaleOffset(size, place)
              - footer.latentOffset(size, size)
              + tile;
    };
  }
}
