package assay.gpu.emulator.execute;

import assay.gpu.emulator.lanes.Copies;
import assay.gpu.emulator.lanes.LongFromLong;
import assay.gpu.emulator.lanes.LongFromWord;
import assay.gpu.emulator.lanes.Shape;
import assay.gpu.emulator.lanes.WordFromLong;
import assay.gpu.emulator.lanes.WordFromWord;
import assay.gpu.emulator.load.Binding;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.emulator.machine.Step;
import assay.gpu.ptx.Instruction;
import assay.gpu.ptx.Operand;
import assay.gpu.ptx.Register;
import assay.gpu.ptx.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Conversions between all numeric types. PTX ISA 9.7.9.21. */
final class Convert {

  private static final String INTEGERS = "{.u8,.u16,.u32,.u64,.s8,.s16,.s32,.s64}";
  private static final String FLOATS = "{.f16,.bf16,.f32,.f64}";
  private static final String ROUNDING = "{.rn,.rz,.rm,.rp}";

  private Convert() {}

  static void define(Forms forms) {
    forms.add("9.7.9.21", "cvt{,.sat}" + INTEGERS + INTEGERS, Convert::builder);
    forms.add(
        "9.7.9.21", "cvt{.rni,.rzi,.rmi,.rpi}{,.ftz}{,.sat}" + INTEGERS + FLOATS, Convert::builder);
    forms.add("9.7.9.21", "cvt" + ROUNDING + "{,.sat}" + FLOATS + INTEGERS, Convert::builder);
    forms.add("9.7.9.21", "cvt{.rni,.rzi,.rmi,.rpi}{,.ftz}{,.sat}.f32.f32", Convert::builder);
    forms.add("9.7.9.21", "cvt{.rni,.rzi,.rmi,.rpi}{,.sat}.f64.f64", Convert::builder);
    forms.add("9.7.9.21", "cvt{.rni,.rzi,.rmi,.rpi}{,.sat}.f16.f16", Convert::builder);
    forms.add("9.7.9.21", "cvt{,.ftz}{,.sat}.f32.f32", Convert::builder);
    forms.add("9.7.9.21", "cvt{,.ftz}{,.sat}{.f32,.f64}{.f16,.bf16}", Convert::builder);
    forms.add("9.7.9.21", "cvt{,.ftz}{,.sat}.f64.f32", Convert::builder);
    forms.add("9.7.9.21", "cvt{,.sat}.f64.f64", Convert::builder);
    forms.add("9.7.9.21", "cvt" + ROUNDING + "{,.ftz}{,.sat}.f32.f64", Convert::builder);
    forms.add("9.7.9.21", "cvt{.rn,.rz}{,.ftz}{,.relu}{,.sat}{.f16,.bf16}.f32", Convert::builder);
    forms.add("9.7.9.21", "cvt{.rn,.rz}{,.sat}{.f16,.bf16}.f64", Convert::builder);
    forms.map(
        "9.7.9.21",
        "cvt{.rn,.rz}{,.relu}{.f16x2,.bf16x2}.f32",
        Shape.W_WW,
        f -> {
          WordFromWord.Op half = Narrow.from32(f, f.resultType() == Type.F16X2);
          return (a, b) -> half.apply(a) << 16 | half.apply(b);
        });
  }

  private static Forms.Builder builder(Form form) {
    Map<Integer, Object> operations = new ConcurrentHashMap<>();
    return (instruction, binding) -> {
      int bits = targetBits(instruction, binding, form);
      Object operation = operations.computeIfAbsent(bits, b -> operation(form, b));
      return step(form, instruction, binding, bits, operation);
    };
  }

  /** The register may be wider than the type: an integer result is then extended to fill it. */
  private static int targetBits(Instruction instruction, Binding binding, Form form) {
    if (instruction.operand(0) instanceof Operand.Sink) {
      return Math.max(16, form.resultType().bits());
    }
    Register register = binding.register(instruction.operand(0));
    return register.type().bits();
  }

  private static Step step(
      Form form, Instruction instruction, Binding binding, int bits, Object operation) {
    boolean fromWide = form.type().bits() > 32;
    boolean toWide = bits > 32;
    Shape<?> shape = fromWide ? (toWide ? Shape.L_L : Shape.W_L) : toWide ? Shape.L_W : Shape.W_W;
    int from = binding.read(fromWide ? 'L' : 'W', instruction.operand(1), form.type());
    int to = binding.write(toWide ? 'L' : 'W', instruction.operand(0));
    return Copies.step(shape.loop(), operation, to, from);
  }

  private static Object operation(Form form, int bits) {
    LongFromLong.Op convert = convert(form);
    boolean fromWide = form.type().bits() > 32;
    if (bits > 32) {
      LongFromWord.Op fromWord = a -> convert.apply(a);
      return fromWide ? convert : fromWord;
    }
    int mask = bits >= 32 ? -1 : (1 << bits) - 1;
    WordFromLong.Op fromLong = a -> (int) convert.apply(a) & mask;
    WordFromWord.Op fromWord = a -> (int) convert.apply(a) & mask;
    return fromWide ? fromLong : fromWord;
  }

  /** From the source's bits to the result's; an integer result is extended by its own sign. */
  private static LongFromLong.Op convert(Form form) {
    Type to = form.resultType();
    Type from = form.type();
    if (Numbers.isInteger(from) && Numbers.isInteger(to)) {
      return form.has("sat")
          ? a -> Numbers.saturate(to, Numbers.extend(from, a), from == Type.U64)
          : a -> Numbers.extend(to, Numbers.extend(from, a));
    }
    if (Numbers.isInteger(to)) {
      return toInteger(form, from, to);
    }
    return Numbers.isInteger(from) ? fromInteger(form, from, to) : Narrow.between(form, from, to);
  }

  /**
   * Values beyond the range become its end; NaN becomes 0, or the top bit if a side has 64 bits.
   */
  private static LongFromLong.Op toInteger(Form form, Type from, Type to) {
    LongFromLong.Op value = Narrow.toDouble(from, form.has("ftz"));
    IntegerRounding rounding = IntegerRounding.of(form);
    long nan = from == Type.F64 || to.bits() == 64 ? 1L << (to.bits() - 1) : 0;
    return a -> {
      double number = Double.longBitsToDouble(value.apply(a));
      return Double.isNaN(number) ? nan : Numbers.clampToInteger(to, rounding.apply(number));
    };
  }

  private static LongFromLong.Op fromInteger(Form form, Type from, Type to) {
    Rounding mode = Rounding.of(form);
    boolean sat = form.has("sat");
    return a -> {
      long value = Numbers.extend(from, a);
      long bits = Numbers.fromInteger(mode, to, value, from == Type.U64);
      return sat ? Narrow.saturate(to, bits) : bits;
    };
  }
}
