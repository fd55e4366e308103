package assay.spec;

import assay.numerics.BFloat16;
import assay.numerics.Float8E4M3;
import assay.numerics.FloatFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Neighbouring codes of one format under one scale. Nothing here allocates. */
final class Codes {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfDouble DOUBLE =
      ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Codes() {}

  /**
   * {@code count} numbers, code · scale; exact.
   *
   * @param offset of the first code, in bytes
   */
  static void copy(
      FloatFormat format,
      MemorySegment bytes,
      long offset,
      float scale,
      int count,
      double[] target,
      int at) {
    switch (format) {
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = BFloat16.toFloat(bytes.get(SHORT, offset + 2L * i));
        }
      }
      case FP16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = Float.float16ToFloat(bytes.get(SHORT, offset + 2L * i));
        }
      }
      case FP8_E4M3 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = (double) scale * e4m3(bytes, offset + i);
        }
      }
      case F32 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = bytes.get(FLOAT, offset + 4L * i);
        }
      }
      case F64 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = bytes.get(DOUBLE, offset + 8L * i);
        }
      }
      case FP8_E5M2, TF32 -> throw new IllegalStateException("no layout has " + format);
    }
  }

  /** The same in F32; what does not fit is rounded to nearest. */
  static void copy(
      FloatFormat format,
      MemorySegment bytes,
      long offset,
      float scale,
      int count,
      float[] target,
      int at) {
    switch (format) {
      case BF16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = BFloat16.toFloat(bytes.get(SHORT, offset + 2L * i));
        }
      }
      case FP16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = Float.float16ToFloat(bytes.get(SHORT, offset + 2L * i));
        }
      }
      case FP8_E4M3 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = scale * e4m3(bytes, offset + i);
        }
      }
      case F32 -> MemorySegment.copy(bytes, FLOAT, offset, target, at, count);
      case F64 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = (float) bytes.get(DOUBLE, offset + 8L * i);
        }
      }
      case FP8_E5M2, TF32 -> throw new IllegalStateException("no layout has " + format);
    }
  }

  private static float e4m3(MemorySegment bytes, long offset) {
    return Float8E4M3.toFloat(bytes.get(ValueLayout.JAVA_BYTE, offset));
  }
}
