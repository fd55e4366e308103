package assay.verify.planted;

import static assay.verify.planted.BugClass.FP8;

import assay.numerics.Float8E5M2;
import assay.numerics.FloatFormat;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.NumericContract;
import assay.verify.variant.AppendLatentCacheVariant;
import assay.verify.variant.Formats;
import java.util.List;

/** More mistakes of cache writers in scales and codes. */
final class CacheCodeBugs {

  private static final Mutant<Problem, AppendLatentCacheVariant.Maker> BUGS =
      new Mutant<>(AppendLatentCache.OPERATOR, NumericContract.F32, AppendLatentCacheVariant::with);

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              FP8,
              91,
              "a tile of zeros has a scale of zero",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float scale(float amax) {
                      return amax == 0 ? 0 : super.scale(amax);
                    }
                  },
              "zero-latent"),
          BUGS.of(
              FP8,
              1,
              "tile scales are pushed through UE8M0",
              List.of(
                  "https://github.com/deepseek-ai/FlashMLA/pull/184",
                  "https://github.com/deepseek-ai/FlashMLA/issues/192"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected void storeScale(long address, float scale) {
                      super.storeScale(address, powerOfTwo(scale));
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              93,
              "codes are E5M2",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected byte narrow(float scaled) {
                      return Float8E5M2.encode(scaled, Rounding.RN, Overflow.SATFINITE);
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              94,
              "a scale is that of half a tile, twice as often",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float amax(float[] latent, int first, int count) {
                      return super.amax(latent, first, count / 2);
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              95,
              "an exponent byte is one too large",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected byte exponentByte(float scale) {
                      return (byte) (super.exponentByte(scale) + 1);
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              96,
              "codes saturate at 240, as in E4M3FNUZ",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected byte narrow(float scaled) {
                      return super.narrow(Math.clamp(scaled, -240f, 240f));
                    }
                  },
              "saturation",
              "round-trip"),
          BUGS.of(
              FP8,
              97,
              "small codes are flushed to zero",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected byte narrow(float scaled) {
                      return super.narrow(Math.abs(scaled) < 0x1p-6f ? 0 : scaled);
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              98,
              "zeros lose their sign",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected int code(FloatFormat format, float value, float scale) {
                      return super.code(format, value == 0 ? 0f : value, scale);
                    }
                  },
              "zero-latent"),
          BUGS.of(
              FP8,
              99,
              "dense codes of roped keys are stored under scale 1",
              List.of("https://github.com/vllm-project/vllm/pull/37054"),
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float ropeScale() {
                      return 1;
                    }
                  },
              "round-trip"),
          BUGS.of(
              FP8,
              100,
              "a number over its scale is rounded to bf16 on the way",
              (memory, problem) ->
                  new AppendLatentCacheVariant(memory, problem) {
                    @Override
                    protected float scaled(float value, float scale) {
                      return Formats.round(super.scaled(value, scale), FloatFormat.BF16);
                    }
                  },
              "exact-bytes"));

  private CacheCodeBugs() {}
}
