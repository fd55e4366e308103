package assay.spec;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.numerics.Float8E4M3;
import assay.numerics.FloatFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Neighbouring codes of one format under one scale.
 *
 * @param offset of the first, in bytes
 */
record Codes(FloatFormat format, MemorySegment bytes, long offset, float scale) {

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** The first {@code count} numbers, code · scale; exact. */
  void copyTo(int count, double[] target, int at) {
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
          target[at + i] = (double) scale * e4m3(i);
        }
      }
      case F32, F64 -> elements(count).copyTo(0, target, at, count);
      case FP8_E5M2, TF32 -> throw new IllegalStateException("no layout has " + format);
    }
  }

  /** The same in F32. */
  void copyTo(int count, float[] target, int at) {
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
          target[at + i] = scale * e4m3(i);
        }
      }
      case F32, F64 -> elements(count).copyTo(0, target, at, count);
      case FP8_E5M2, TF32 -> throw new IllegalStateException("no layout has " + format);
    }
  }

  private Elements elements(int count) {
    return new Elements(format, bytes.asSlice(offset, (long) count * format.bytes()));
  }

  private float e4m3(int i) {
    return Float8E4M3.toFloat(bytes.get(ValueLayout.JAVA_BYTE, offset + i));
  }
}
