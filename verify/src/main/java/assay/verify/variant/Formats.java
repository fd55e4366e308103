package assay.verify.variant;

import assay.numerics.BFloat16;
import assay.numerics.Float16;
import assay.numerics.FloatFormat;

/** Rounding of F32 numbers to what registers and memory hold. */
public final class Formats {

  private Formats() {}

  /** {@code value} in {@code format}: F32, BF16 or FP16; to nearest, ties to even. */
  public static float round(float value, FloatFormat format) {
    return switch (format) {
      case F32 -> value;
      case BF16 -> BFloat16.toFloat(BFloat16.fromFloat(value));
      case FP16 -> Float16.toFloat(Float16.fromFloat(value));
      case FP8_E4M3, FP8_E5M2, TF32, F64 ->
          throw new IllegalArgumentException(
              "format is " + format + "; it must be F32, BF16 or FP16");
    };
  }
}
