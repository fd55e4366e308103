package assay.verify.diagnosis;

import static assay.verify.planted.BugClass.FP8;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.STATE;

import assay.numerics.Float8E4M3;
import assay.numerics.Float8E5M2;
import assay.numerics.FloatFormat;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.numerics.ScaleRule;
import assay.numerics.Ue8m0;
import assay.spec.AppendLatentCache.Problem;
import assay.verify.planted.BugClass;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Cache writers gone wrong in scales and codes. */
final class CacheHypotheses {

  @FunctionalInterface
  private interface Largest {
    float of(float[] latent, int first, int width);
  }

  @FunctionalInterface
  private interface FloatChange {
    float of(float value);
  }

  @FunctionalInterface
  private interface Quotient {
    float of(float value, float scale);
  }

  @FunctionalInterface
  private interface Narrowing {
    byte of(float scaled);
  }

  private CacheHypotheses() {}

  static List<Hypothesis<Problem>> all() {
    List<Hypothesis<Problem>> all = new ArrayList<>(CachePlaceHypotheses.all());
    all.addAll(scales());
    all.addAll(largest());
    all.addAll(codes());
    return all;
  }

  private static List<Hypothesis<Problem>> scales() {
    List<Hypothesis<Problem>> scales =
        new ArrayList<>(
            List.of(
                scaled("numbers are stored under a scale of 1", (value, scale) -> value),
                scaled("numbers are multiplied by their scale", (value, scale) -> value * scale),
                scaled(
                    "numbers are multiplied by a rounded reciprocal",
                    (value, scale) -> value * (1 / scale)),
                scaled(
                    "quotients are rounded to bf16",
                    (value, scale) -> (float) Rounded.to(FloatFormat.BF16, value / scale)),
                scaled(
                    "quotients are rounded to fp16",
                    (value, scale) -> (float) Rounded.to(FloatFormat.FP16, value / scale)),
                stored(
                    "scales are stored in bf16",
                    scale -> (float) Rounded.to(FloatFormat.BF16, scale)),
                stored(
                    "scales are stored in fp16",
                    scale -> (float) Rounded.to(FloatFormat.FP16, scale)),
                stored("the reciprocal of a scale is stored", scale -> 1 / scale),
                stored("every stored scale is 1", scale -> 1),
                stored(
                    "scales are stored as powers of two above",
                    scale -> powerOfTwo(scale, Rounding.RU)),
                stored(
                    "scales are stored as powers of two below",
                    scale -> powerOfTwo(scale, Rounding.RD)),
                stored("stored scales are twice as large", scale -> 2 * scale),
                stored("stored scales are half as large", scale -> scale / 2)));
    scales.add(of(FP8, "the roped key is stored under a scale of 1", UnscaledRope::new));
    scales.add(of(FP8, "a tile's scale lies with the next tile", NextScale::new));
    for (FloatFormat format : List.of(FloatFormat.FP16, FloatFormat.BF16)) {
      scales.add(of(FP8, "the roped key is stored in " + format, () -> ropeIn(format)));
    }
    return scales;
  }

  private static List<Hypothesis<Problem>> largest() {
    List<Hypothesis<Problem>> largest = new ArrayList<>();
    for (int part : List.of(2, 4, 8, 16)) {
      largest.add(
          amax(
              "the largest magnitude is of a %dth of a tile".formatted(part),
              (x, first, width) -> CacheHypotheses.amax(x, first, width / part)));
      largest.add(
          amax(
              "the largest magnitude leaves out a %dth of a tile".formatted(part),
              (x, first, width) -> CacheHypotheses.amax(x, first, width - width / part)));
    }
    largest.add(amax("the largest number stands for the largest magnitude", CacheHypotheses::max));
    largest.add(
        amax("a row has one scale", (x, first, width) -> CacheHypotheses.amax(x, 0, x.length)));
    largest.add(
        rule("a tile of zeros has a scale of 0", (p, amax) -> amax == 0 ? 0 : own(p, amax)));
    largest.add(
        rule(
            "powers of two are rounded down",
            (p, amax) ->
                p.scaleRule() == ScaleRule.POWER_OF_TWO
                    ? powerOfTwo(
                        Math.max(amax / Float8E4M3.toFloat((byte) 0x7E), 1e-4f), Rounding.RD)
                    : own(p, amax)));
    for (ScaleRule other : ScaleRule.values()) {
      largest.add(rule("scales follow the rule " + other, (p, amax) -> other.scale(amax)));
    }
    largest.add(of(STATE, "the largest magnitude goes on from tile to tile", RunningLargest::new));
    return largest;
  }

  private static List<Hypothesis<Problem>> codes() {
    List<Hypothesis<Problem>> codes =
        new ArrayList<>(
            List.of(
                narrow("codes are cut off", x -> encode(x, Rounding.RZ, Overflow.SATFINITE)),
                narrow("codes are rounded up", x -> encode(x, Rounding.RU, Overflow.SATFINITE)),
                narrow("codes are rounded down", x -> encode(x, Rounding.RD, Overflow.SATFINITE)),
                narrow("codes do not saturate", x -> encode(x, Rounding.RN, Overflow.IEEE)),
                narrow(
                    "codes are E5M2", x -> Float8E5M2.encode(x, Rounding.RN, Overflow.SATFINITE)),
                narrow(
                    "codes saturate at 240",
                    x -> encode(Math.clamp(x, -240f, 240f), Rounding.RN, Overflow.SATFINITE)),
                narrow(
                    "subnormal codes are flushed to zero",
                    x -> encode(Math.abs(x) < 0x1p-6f ? 0 : x, Rounding.RN, Overflow.SATFINITE))));
    codes.add(changed(FP8, "zeros lose their sign", value -> value == 0 ? 0f : value));
    codes.add(changed(POISON, "a NaN is stored as 0", value -> Float.isNaN(value) ? 0f : value));
    return codes;
  }

  static Hypothesis<Problem> of(BugClass kind, String title, Supplier<CacheSteps> steps) {
    return new Hypothesis<>(kind, title, problem -> Optional.of(steps.get().run(problem)));
  }

  private static byte encode(float value, Rounding rounding, Overflow overflow) {
    return Float8E4M3.encode(value, rounding, overflow);
  }

  private static float own(Problem problem, float amax) {
    return problem.scaleRule().scale(amax);
  }

  private static float powerOfTwo(float scale, Rounding rounding) {
    return Ue8m0.toFloat(Ue8m0.encode(scale, rounding, Overflow.SATFINITE));
  }

  private static float amax(float[] latent, int first, int width) {
    float amax = 0;
    for (int i = first; i < first + width; i++) {
      amax = Math.max(amax, Math.abs(latent[i]));
    }
    return amax;
  }

  private static float max(float[] latent, int first, int width) {
    float max = 0;
    for (int i = first; i < first + width; i++) {
      max = Math.max(max, latent[i]);
    }
    return max;
  }

  private static Hypothesis<Problem> scaled(String title, Quotient quotient) {
    return of(
        FP8,
        title,
        () ->
            new CacheSteps() {
              @Override
              float scaled(float value, float scale) {
                return quotient.of(value, scale);
              }
            });
  }

  private static Hypothesis<Problem> stored(String title, FloatChange change) {
    return of(
        FP8,
        title,
        () ->
            new CacheSteps() {
              @Override
              void storeScale(Problem problem, MemorySegment pool, long at, float scale) {
                super.storeScale(problem, pool, at, change.of(scale));
              }
            });
  }

  private static Hypothesis<Problem> amax(String title, Largest largest) {
    return of(
        FP8,
        title,
        () ->
            new CacheSteps() {
              @Override
              float amax(float[] latent, int first, int width) {
                return largest.of(latent, first, width);
              }
            });
  }

  @FunctionalInterface
  private interface Rule {
    float scale(Problem problem, float amax);
  }

  private static Hypothesis<Problem> rule(String title, Rule rule) {
    return of(
        FP8,
        title,
        () ->
            new CacheSteps() {
              @Override
              float scale(Problem problem, float amax) {
                return Float.isFinite(amax) ? rule.scale(problem, amax) : Float.NaN;
              }
            });
  }

  private static Hypothesis<Problem> narrow(String title, Narrowing narrowing) {
    return of(
        FP8,
        title,
        () ->
            new CacheSteps() {
              @Override
              byte narrow(float scaled) {
                return narrowing.of(scaled);
              }
            });
  }

  private static Hypothesis<Problem> changed(BugClass kind, String title, FloatChange change) {
    return of(
        kind,
        title,
        () ->
            new CacheSteps() {
              @Override
              int code(FloatFormat format, float value, float scale) {
                return super.code(format, change.of(value), scale);
              }
            });
  }

  private static CacheSteps ropeIn(FloatFormat format) {
    return new CacheSteps() {
      @Override
      FloatFormat ropeFormat(Problem problem) {
        return super.ropeFormat(problem).bytes() == format.bytes()
            ? format
            : super.ropeFormat(problem);
      }
    };
  }

  private static final class UnscaledRope extends CacheSteps {
    @Override
    float ropeScale(Problem problem) {
      return 1;
    }
  }

  private static final class NextScale extends CacheSteps {
    @Override
    long scaleAt(Problem problem, int place, int tile) {
      int tiles = problem.layout().latent() / problem.layout().tile();
      return super.scaleAt(problem, place, (tile + 1) % Math.max(1, tiles));
    }
  }

  private static final class RunningLargest extends CacheSteps {
    private float largest;

    @Override
    float amax(float[] latent, int first, int width) {
      largest = Math.max(largest, super.amax(latent, first, width));
      return largest;
    }
  }
}
