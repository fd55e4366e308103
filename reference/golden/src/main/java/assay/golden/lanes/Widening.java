package assay.golden.lanes;

import assay.numerics.BFloat16;
import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * Where stored numbers become F32 or binary64, exactly, at the speed of memory for the common
 * formats.
 */
public final class Widening {

  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTEGERS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(
          short.class, VectorShape.forBitSize(Math.max(64, FLOATS.vectorBitSize() / 2)));
  private static final VectorSpecies<Float> HALVES =
      VectorSpecies.of(
          float.class, VectorShape.forBitSize(Math.max(64, FLOATS.vectorBitSize() / 2)));
  private static final ValueLayout.OfShort NATIVE_SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfFloat FLOAT =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private Widening() {}

  /** Elements {@code first} to before {@code first + count}; binary64 is rounded to nearest. */
  public static void copy(Elements elements, long first, float[] target, int at, int count) {
    if (elements.format() == FloatFormat.BF16) {
      bFloat16(elements.segment(), 2 * first, target, at, count);
    } else if (elements.format() == FloatFormat.F32) {
      MemorySegment.copy(elements.segment(), FLOAT, 4 * first, target, at, count);
    } else {
      elements.copyTo(first, target, at, count);
    }
  }

  /** Codes of bfloat16 from a byte offset on. */
  public static void bFloat16(MemorySegment codes, long offset, float[] target, int at, int count) {
    long first = codes.address() + offset;
    if (codes.heapBase().orElse(null) instanceof short[] array && first % Short.BYTES == 0) {
      Objects.checkFromIndexSize(offset, 2L * count, codes.byteSize());
      fromArray(array, (int) (first / Short.BYTES), target, at, count);
    } else {
      fromMemory(codes, offset, target, at, count);
    }
  }

  private static void fromArray(short[] codes, int first, float[] target, int at, int count) {
    int whole = FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += FLOATS.length()) {
      widened(ShortVector.fromArray(SHORTS, codes, first + i)).intoArray(target, at + i);
    }
    for (int i = whole; i < count; i++) {
      target[at + i] = BFloat16.toFloat(codes[first + i]);
    }
  }

  /**
   * Codes are first copied as they are, to the back of the target: loads from an array stay fast
   * whatever other kinds of memory the virtual machine has met.
   */
  private static void fromMemory(
      MemorySegment codes, long offset, float[] target, int at, int count) {
    int back = at + count / 2;
    MemorySegment to = MemorySegment.ofArray(target);
    MemorySegment.copy(codes, SHORT, offset, to, NATIVE_SHORT, 4L * back, count);
    int whole = FLOATS.loopBound(count);
    for (int i = 0; i < whole; i += FLOATS.length()) {
      widened(FloatVector.fromArray(HALVES, target, back + i / 2).reinterpretAsShorts())
          .intoArray(target, at + i);
    }
    for (int i = whole; i < count; i++) {
      target[at + i] = BFloat16.toFloat(codes.get(SHORT, offset + 2L * i));
    }
  }

  /** The same in binary64. */
  public static void bFloat16(
      MemorySegment codes, long offset, double[] target, int at, int count) {
    int whole = FLOATS.loopBound(count);
    int half = FLOATS.length() / 2;
    for (int i = 0; i < whole; i += FLOATS.length()) {
      FloatVector floats =
          widened(
              ShortVector.fromMemorySegment(
                  SHORTS, codes, offset + 2L * i, ByteOrder.LITTLE_ENDIAN));
      toDoubles(floats, 0).intoArray(target, at + i);
      toDoubles(floats, 1).intoArray(target, at + i + half);
    }
    for (int i = whole; i < count; i++) {
      target[at + i] = BFloat16.toFloat(codes.get(SHORT, offset + 2L * i));
    }
  }

  private static DoubleVector toDoubles(FloatVector floats, int part) {
    return (DoubleVector) floats.convertShape(VectorOperators.F2D, DOUBLES, part);
  }

  private static FloatVector widened(ShortVector codes) {
    return codes
        .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTEGERS, 0)
        .reinterpretAsInts()
        .lanewise(VectorOperators.LSHL, 16)
        .reinterpretAsFloats();
  }
}
