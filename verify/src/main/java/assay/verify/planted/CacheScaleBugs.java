package assay.verify.planted;

import static assay.verify.planted.BugClass.FP8;

import assay.numerics.Float8E4M3;
import assay.numerics.FloatFormat;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.NumericContract;
import assay.verify.variant.AppendLatentCacheVariant;
import assay.verify.variant.Formats;
import java.util.List;

/** Mistakes of cache writers in scales and codes. */
final class CacheScaleBugs {

  private static final Mutant<Problem, AppendLatentCacheVariant.Maker> BUGS =
      new Mutant<>(AppendLatentCache.OPERATOR, NumericContract.F32, AppendLatentCacheVariant::with);

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              FP8,
              4,
              "the writer takes every scale for 1",
              List.of(
                  "https://github.com/sgl-project/sglang/pull/34765",
                  "https://github.com/NVIDIA/TensorRT-LLM/pull/16916"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float scaled(float value, float scale) {
                      return value;
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              6,
              "the largest magnitude is that of the tile's first features",
              List.of("https://github.com/vllm-project/vllm/pull/42956"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float amax(float[] latent, int first, int count) {
                      return super.amax(latent, first, count - count / 8);
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              7,
              "numbers are multiplied by their scale",
              List.of("https://github.com/vllm-project/vllm-xpu-kernels/pull/475"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float scaled(float value, float scale) {
                      return value * scale;
                    }
                  },
              "round-trip",
              "scale-covariance"),
          BUGS.of(
              FP8,
              82,
              "codes are not clamped",
              List.of("https://github.com/vllm-project/vllm-xpu-kernels/pull/475"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected byte narrow(float scaled) {
                      return Float8E4M3.encode(scaled, Rounding.RN, Overflow.IEEE);
                    }
                  },
              "saturation"),
          BUGS.of(
              FP8,
              83,
              "the wrong storage type for roped keys",
              List.of("https://github.com/vllm-project/vllm-xpu-kernels/pull/475"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected FloatFormat ropeFormat() {
                      return super.ropeFormat() == FloatFormat.BF16
                          ? FloatFormat.FP16
                          : super.ropeFormat();
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              84,
              "scales are rounded to bf16",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void storeScale(long address, float scale) {
                      super.storeScale(address, Formats.round(scale, FloatFormat.BF16));
                    }
                  },
              "exact-bytes"),
          BUGS.of(
              FP8,
              85,
              "the reciprocal of a scale is stored",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void storeScale(long address, float scale) {
                      super.storeScale(address, 1 / scale);
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              86,
              "the largest number stands for the largest magnitude",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float amax(float[] latent, int first, int count) {
                      float amax = 0;
                      for (int i = first; i < first + count; i++) {
                        amax = Math.max(amax, latent[i]);
                      }
                      return amax;
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              87,
              "powers of two are rounded down",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float powerOfTwo(float number) {
                      return Math.scalb(1f, Math.getExponent(number));
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              88,
              "codes are cut off",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected byte narrow(float scaled) {
                      return Float8E4M3.encode(scaled, Rounding.RZ, Overflow.SATFINITE);
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              89,
              "a tile's scale is stored for the tile after it",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected long scaleOffset(int place, int tile) {
                      int tiles = layout.latent() / tileWidth();
                      return super.scaleOffset(place, tile < tiles ? (tile + 1) % tiles : tile);
                    }
                  },
              "exact-bytes"),
          BUGS.of(
              FP8,
              90,
              "a row has one scale",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float amax(float[] latent, int first, int count) {
                      return super.amax(latent, 0, latent.length);
                    }
                  },
              "exact-bytes"));

  private CacheScaleBugs() {}
}
