package assay.numerics;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Numbers of one format in memory, little-endian and dense: what a tensor's bytes hold.
 *
 * <p>The memory may be an array, lie outside the heap, or be a mapped file; it is not copied. TF32
 * takes four bytes, as in registers.
 *
 * @param format what each number is stored as
 * @param segment their bytes; whole numbers
 */
public record Elements(FloatFormat format, MemorySegment segment) {

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * @throws IllegalArgumentException if the bytes are not whole numbers of the format
   */
  public Elements {
    if (segment.byteSize() % format.bytes() != 0) {
      throw new IllegalArgumentException(
          "segment has %d bytes; %s takes %d each"
              .formatted(segment.byteSize(), format, format.bytes()));
    }
  }

  /** Room for {@code count} numbers on the heap, all +0. */
  public static Elements allocate(FloatFormat format, int count) {
    int bytes = Math.multiplyExact(count, format.bytes());
    return new Elements(format, MemorySegment.ofArray(new byte[bytes]));
  }

  /** Binary64, over this array. */
  public static Elements of(double... values) {
    return new Elements(FloatFormat.F64, MemorySegment.ofArray(values));
  }

  /** F32, over this array. */
  public static Elements of(float... values) {
    return new Elements(FloatFormat.F32, MemorySegment.ofArray(values));
  }

  /** bfloat16, over this array of codes. */
  public static Elements ofBFloat16(short... codes) {
    return new Elements(FloatFormat.BF16, MemorySegment.ofArray(codes));
  }

  /** {@code values}, each rounded once, to nearest; overflow gives ∞, and NaN in E4M3. */
  public static Elements rounded(FloatFormat format, double... values) {
    Elements elements = allocate(format, values.length);
    for (int i = 0; i < values.length; i++) {
      elements.set(i, values[i]);
    }
    return elements;
  }

  /** How many numbers there are. */
  public long count() {
    return segment.byteSize() / format.bytes();
  }

  /** The numbers from {@code first} on, in the same memory. */
  public Elements slice(long first, long count) {
    int bytes = format.bytes();
    return new Elements(format, segment.asSlice(first * bytes, count * bytes));
  }

  /** Number {@code index}; exact. */
  public double get(long index) {
    return switch (format) {
      case FP8_E4M3 -> Float8E4M3.toFloat(segment.get(ValueLayout.JAVA_BYTE, index));
      case FP8_E5M2 -> Float8E5M2.toFloat(segment.get(ValueLayout.JAVA_BYTE, index));
      case BF16 -> BFloat16.toFloat(segment.get(SHORT, 2 * index));
      case FP16 -> Float.float16ToFloat(segment.get(SHORT, 2 * index));
      case TF32, F32 -> Float.intBitsToFloat(segment.get(INT, 4 * index));
      case F64 -> Double.longBitsToDouble(segment.get(LONG, 8 * index));
    };
  }

  /** Stores {@code value} rounded once, to nearest; overflow gives ∞, and NaN in E4M3. */
  public void set(long index, double value) {
    switch (format) {
      case FP8_E4M3 -> segment.set(ValueLayout.JAVA_BYTE, index, e4m3(value));
      case FP8_E5M2 -> segment.set(ValueLayout.JAVA_BYTE, index, e5m2(value));
      case BF16 -> segment.set(SHORT, 2 * index, BFloat16.fromDouble(value));
      case FP16 -> segment.set(SHORT, 2 * index, Float16.fromDouble(value));
      case TF32 -> segment.set(INT, 4 * index, Float.floatToRawIntBits(tf32(value)));
      case F32 -> segment.set(INT, 4 * index, Float.floatToRawIntBits((float) value));
      case F64 -> segment.set(LONG, 8 * index, Double.doubleToRawLongBits(value));
    }
  }

  /** Numbers {@code first} to before {@code first + count} into {@code target}; exact. */
  public void copyTo(long first, double[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = get(first + i);
    }
  }

  /** The same in F32: exact but for binary64, which is rounded to nearest. */
  public void copyTo(long first, float[] target, int at, int count) {
    for (int i = 0; i < count; i++) {
      target[at + i] = (float) get(first + i);
    }
  }

  /** All numbers; exact. */
  public double[] toDoubles() {
    double[] values = new double[Math.toIntExact(count())];
    copyTo(0, values, 0, values.length);
    return values;
  }

  private static byte e4m3(double value) {
    return Float8E4M3.encode(value, Rounding.RN, Overflow.IEEE);
  }

  private static byte e5m2(double value) {
    return Float8E5M2.encode(value, Rounding.RN, Overflow.IEEE);
  }

  private static float tf32(double value) {
    return Tf32.round(value, Rounding.RN, Overflow.IEEE);
  }
}
