package assay.bench.peers;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.LongToDoubleFunction;

/** Numbers outside the heap, where native libraries read them without a copy; F32 or binary64. */
final class NativeElements {

  /** A cache line, and the widest vector register. */
  private static final int ALIGNMENT = 64;

  private NativeElements() {}

  /** Room for {@code count} numbers, all +0; freed with the last reference to it. */
  static Elements allocate(FloatFormat format, long count) {
    MemorySegment segment = Arena.ofAuto().allocate(count * format.bytes(), ALIGNMENT);
    return new Elements(format, segment);
  }

  /** {@code count} values, each rounded once. */
  static Elements of(FloatFormat format, long count, LongToDoubleFunction value) {
    Elements elements = allocate(format, count);
    for (long i = 0; i < count; i++) {
      elements.set(i, value.applyAsDouble(i));
    }
    return elements;
  }

  /** {@code values}, each rounded once. */
  static Elements of(FloatFormat format, double... values) {
    return of(format, values.length, i -> values[(int) i]);
  }

  /** {@code values} in F32. */
  static Elements of(float... values) {
    Elements elements = allocate(FloatFormat.F32, values.length);
    elements.segment().copyFrom(MemorySegment.ofArray(values));
    return elements;
  }

  /** The same memory, as the libraries' Java interfaces take it; below 2 GB. */
  static ByteBuffer buffer(Elements elements) {
    return elements.segment().asByteBuffer().order(ByteOrder.nativeOrder());
  }
}
