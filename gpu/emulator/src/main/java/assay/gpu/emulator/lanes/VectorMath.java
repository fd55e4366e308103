package assay.gpu.emulator.lanes;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.IS_NAN;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/** Operations on vectors of words. An operation of fewer than three leaves the others alone. */
final class VectorMath {

  private static final int NAN = 0x7fffffff;
  private static final int EXPONENT = 0x7f800000;

  private static final Map<VectorForm, VectorWords.Op> OPERATIONS = new ConcurrentHashMap<>();

  private VectorMath() {}

  /** The same object for the same form. */
  static VectorWords.Op of(VectorForm form) {
    return OPERATIONS.computeIfAbsent(form, VectorMath::make);
  }

  private static VectorWords.Op make(VectorForm form) {
    VectorWords.Op op = operation(form);
    return form.flushes() ? (a, b, c) -> flush(op.apply(flush(a), flush(b), flush(c))) : op;
  }

  private static VectorWords.Op operation(VectorForm form) {
    int amount = form.amount();
    return switch (form.operation()) {
      case COPY -> (a, b, c) -> a;
      case NOT -> (a, b, c) -> a.not();
      case ADD -> (a, b, c) -> a.add(b);
      case SUBTRACT -> (a, b, c) -> a.sub(b);
      case MULTIPLY -> (a, b, c) -> a.mul(b);
      case MULTIPLY_ADD -> (a, b, c) -> a.mul(b).add(c);
      case AND -> (a, b, c) -> a.and(b);
      case OR -> (a, b, c) -> a.or(b);
      case XOR -> (a, b, c) -> a.lanewise(XOR, b);
      case MIN -> (a, b, c) -> a.min(b);
      case MAX -> (a, b, c) -> a.max(b);
      case MIN_UNSIGNED -> (a, b, c) -> turned(turned(a).min(turned(b)));
      case MAX_UNSIGNED -> (a, b, c) -> turned(turned(a).max(turned(b)));
      case SHIFT_LEFT -> (a, b, c) -> a.lanewise(LSHL, amount);
      case SHIFT_RIGHT -> (a, b, c) -> a.lanewise(LSHR, amount);
      case SHIFT_RIGHT_SIGNED -> (a, b, c) -> a.lanewise(ASHR, amount);
      case ADD_F32 -> (a, b, c) -> bits(of(a).add(of(b)));
      case SUBTRACT_F32 -> (a, b, c) -> bits(of(a).sub(of(b)));
      case MULTIPLY_F32 -> (a, b, c) -> bits(of(a).mul(of(b)));
      case FMA_F32 -> (a, b, c) -> bits(of(a).fma(of(b), of(c)));
      case NEGATE_F32 -> (a, b, c) -> turned(a);
      case ABSOLUTE_F32 -> (a, b, c) -> a.and(Integer.MAX_VALUE);
      case MIN_F32 -> (a, b, c) -> number(ordered(ordered(a).min(ordered(b))), a, b);
      case MAX_F32 -> (a, b, c) -> number(ordered(ordered(a).max(ordered(b))), a, b);
    };
  }

  private static FloatVector of(IntVector bits) {
    return bits.reinterpretAsFloats();
  }

  private static IntVector bits(FloatVector values) {
    return values.reinterpretAsInts().blend(NAN, nan(values));
  }

  private static VectorMask<Integer> nan(FloatVector values) {
    return values.test(IS_NAN).cast(VectorWords.WORDS);
  }

  /** With the highest bit turned over: unsigned numbers become signed ones of the same order. */
  static IntVector turned(IntVector a) {
    return a.lanewise(XOR, Integer.MIN_VALUE);
  }

  /** A subnormal becomes a zero of its sign. */
  static IntVector flush(IntVector bits) {
    return bits.blend(bits.and(Integer.MIN_VALUE), bits.and(EXPONENT).compare(EQ, 0));
  }

  /** To whole numbers that compare like the binary32, and back. */
  private static IntVector ordered(IntVector bits) {
    return bits.lanewise(XOR, bits.lanewise(ASHR, Integer.SIZE - 1).and(Integer.MAX_VALUE));
  }

  /** What was found to be best; if one of a and b is a NaN the other, if both are the one NaN. */
  private static IntVector number(IntVector best, IntVector a, IntVector b) {
    VectorMask<Integer> first = nan(of(a));
    VectorMask<Integer> second = nan(of(b));
    return best.blend(b, first).blend(a, second).blend(NAN, first.and(second));
  }
}
