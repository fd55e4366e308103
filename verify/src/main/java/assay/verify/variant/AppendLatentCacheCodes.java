package assay.verify.variant;

import assay.numerics.BFloat16;
import assay.numerics.Float16;
import assay.numerics.Float8E4M3;
import assay.numerics.FloatFormat;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.UnsupportedProblem;

/** The steps of a cache writer that make codes and scales of numbers. */
public abstract class AppendLatentCacheCodes {

  /** The largest number of E4M3. */
  protected static final float LARGEST = 448;

  /** Below this {@link ScaleRule#POWER_OF_TWO} has no scale. */
  protected static final float LEAST = 1e-4f;

  private static final int F32_BIAS = 127;

  protected final Problem problem;

  protected AppendLatentCacheCodes(Problem problem) {
    this.problem = problem;
  }

  /** The largest magnitude of a tile. */
  protected float amax(float[] latent, int first, int count) {
    float amax = 0;
    for (int i = first; i < first + count; i++) {
      amax = Math.max(amax, Math.abs(latent[i]));
    }
    return amax;
  }

  /** The scale of a tile. */
  protected float scale(float amax) {
    return switch (problem.scaleRule()) {
      case POWER_OF_TWO -> powerOfTwo(Math.max(amax / LARGEST, LEAST));
      case ARBITRARY -> Math.max(amax / LARGEST, Float.MIN_NORMAL);
    };
  }

  /** The smallest power of two that is not below. */
  protected float powerOfTwo(float number) {
    float below = Math.scalb(1f, Math.getExponent(number));
    return below < number ? 2 * below : below;
  }

  /** The biased exponent of a scale. */
  protected byte exponentByte(float scale) {
    return (byte) (Math.getExponent(scale) + F32_BIAS);
  }

  /** A number under its scale. */
  protected float scaled(float value, float scale) {
    return value / scale;
  }

  /** E4M3 of a number under its scale. */
  protected byte narrow(float scaled) {
    return Float8E4M3.encode(scaled, Rounding.RN, Overflow.SATFINITE);
  }

  /** The code of a number, in the low bits. */
  protected int code(FloatFormat format, float value, float scale) {
    return switch (format) {
      case BF16 -> BFloat16.fromFloat(value);
      case FP16 -> Float16.fromFloat(value);
      case FP8_E4M3 -> narrow(scaled(value, scale));
      case F32, F64, TF32, FP8_E5M2 ->
          throw new UnsupportedProblem("format is " + format + "; it must be BF16, FP16 or FP8");
    };
  }
}
