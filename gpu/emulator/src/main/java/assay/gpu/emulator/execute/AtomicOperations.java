package assay.gpu.emulator.execute;

import assay.gpu.emulator.load.Form;
import assay.gpu.ptx.Type;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/** The operations of atom, red and redux: the old value and the operand give the new value. */
final class AtomicOperations {

  private AtomicOperations() {}

  static IntBinaryOperator words(Form form) {
    boolean unsigned = form.type() == Type.U32;
    return switch (name(form)) {
      case "add" ->
          form.type() == Type.F32
              ? (a, b) -> Float32.bits(Float32.of(a) + Float32.of(b))
              : Integer::sum;
      case "min" -> unsigned ? (a, b) -> Integer.compareUnsigned(a, b) < 0 ? a : b : Math::min;
      case "max" -> unsigned ? (a, b) -> Integer.compareUnsigned(a, b) > 0 ? a : b : Math::max;
      case "and" -> (a, b) -> a & b;
      case "or" -> (a, b) -> a | b;
      case "xor" -> (a, b) -> a ^ b;
      case "inc" -> (a, b) -> Integer.compareUnsigned(a, b) >= 0 ? 0 : a + 1;
      case "dec" -> (a, b) -> a == 0 || Integer.compareUnsigned(a, b) > 0 ? b : a - 1;
      case "exch" -> (a, b) -> b;
      default -> throw new IllegalArgumentException("no operation is called " + name(form));
    };
  }

  static LongBinaryOperator longs(Form form) {
    boolean unsigned = form.type() == Type.U64;
    return switch (name(form)) {
      case "add" ->
          form.type() == Type.F64
              ? (a, b) ->
                  Double.doubleToLongBits(Double.longBitsToDouble(a) + Double.longBitsToDouble(b))
              : Long::sum;
      case "min" -> unsigned ? (a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b : Math::min;
      case "max" -> unsigned ? (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b : Math::max;
      case "and" -> (a, b) -> a & b;
      case "or" -> (a, b) -> a | b;
      case "xor" -> (a, b) -> a ^ b;
      case "exch" -> (a, b) -> b;
      default -> throw new IllegalArgumentException("no operation is called " + name(form));
    };
  }

  private static String name(Form form) {
    return form.modifiers().get(form.modifiers().size() - 2);
  }
}
