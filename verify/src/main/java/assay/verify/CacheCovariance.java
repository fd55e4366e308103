package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.DenseLayout;
import assay.spec.LatentLayout;
import assay.spec.Result;
import assay.spec.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Latents times 2^k: under a scale 2^k as large each has the same code, and so what is read is
 * exactly 2^k times as large. Tiles as small as {@link ScaleRule}'s least scale are left out.
 */
final class CacheCovariance {

  private final Problem problem;
  private final LatentLayout layout;
  private final int power;

  private CacheCovariance(Problem problem, LatentLayout layout, int power) {
    this.problem = problem;
    this.layout = layout;
    this.power = power;
  }

  @SuppressWarnings("ReferenceEquality") // a layout that cannot be scaled is returned as it is
  static Finding of(Problem problem, Checks<Problem> checks, long seed) {
    int power = 1 + (int) Math.floorMod(seed, 4L);
    LatentLayout scaled = scaled(problem.layout(), power);
    Elements rope = problem.layout() == scaled ? problem.rope() : times(problem.rope(), power);
    Problem larger =
        new Problem(
            scaled,
            problem.scaleRule(),
            problem.pageSize(),
            problem.pool(),
            times(problem.latent(), power),
            rope,
            problem.slots());
    CacheCovariance before = new CacheCovariance(problem, problem.layout(), 0);
    CacheCovariance after = new CacheCovariance(larger, scaled, power);
    MemorySegment first = CacheFrame.bytes(checks.run(problem));
    MemorySegment second = CacheFrame.bytes(checks.run(larger));
    return Checks.sameBits(before.read(first, first), after.read(second, first));
  }

  private static Elements times(Elements numbers, int power) {
    return Numbers.map(numbers, value -> Math.scalb(value, power));
  }

  private static LatentLayout scaled(LatentLayout layout, int power) {
    return layout instanceof DenseLayout dense && dense.format() == FloatFormat.FP8_E4M3
        ? DenseLayout.fp8(dense.latent(), dense.rope(), Math.scalb(dense.tensorScale(), power))
        : layout;
  }

  /** Latents as the cache gives them, over 2^power; 0 where the law does not hold. */
  private Result read(MemorySegment pool, MemorySegment unscaled) {
    double[] read = new double[problem.tokens() * layout.latent()];
    for (int n = 0; n < problem.tokens(); n++) {
      long slot = problem.slots()[n];
      if (slot >= 0) {
        long page = slot / problem.pageSize() * layout.bytesPerPage(problem.pageSize());
        int place = (int) (slot % problem.pageSize());
        for (int d = 0; d < layout.latent(); d++) {
          int at = n * layout.latent() + d;
          layout.read(pool, page, problem.pageSize(), place, d, 1, read, at);
          float scale = layout.scale(unscaled, page, problem.pageSize(), place, d / layout.tile());
          read[at] = holds(scale) ? Math.scalb(read[at], -power) : 0;
        }
      }
    }
    Tensor.Axis axis = new Tensor.Axis("number", read.length);
    return Result.of(new Tensor("latent", List.of(axis), read));
  }

  private boolean holds(float scale) {
    if (layout instanceof DenseLayout dense) {
      return dense.format() == FloatFormat.FP8_E4M3 || dense.format() == FloatFormat.BF16;
    }
    float least = ScaleRule.POWER_OF_TWO.scale(0);
    return scale > least
        || (problem.scaleRule() == ScaleRule.ARBITRARY && scale > ScaleRule.ARBITRARY.scale(0));
  }
}
