package assay.gpu.emulator.execute;

import static assay.gpu.emulator.lanes.Shape.W_W;
import static assay.gpu.emulator.lanes.Shape.W_WW;
import static assay.gpu.emulator.lanes.Shape.W_WWW;

import assay.gpu.emulator.lanes.WordFromWordWord;
import assay.gpu.emulator.lanes.WordFromWordWordWord;
import assay.gpu.emulator.load.Form;
import assay.gpu.emulator.load.Forms;
import assay.gpu.ptx.Type;

/**
 * Arithmetic on f16 and bf16, alone and in pairs. PTX ISA 9.7.4.
 *
 * <p>Binary64 holds sums and products of 16-bit numbers well enough for one rounding to suffice; a
 * fused product and sum of f16 too, and of bf16 it is rounded to odd first.
 */
final class Half {

  private static final String ALONE = "{.f16,.bf16}";
  private static final String PAIRS = "{.f16x2,.bf16x2}";

  private Half() {}

  /** A function of up to three numbers. */
  private interface Function {
    double of(double a, double b, double c);
  }

  static void define(Forms forms) {
    two(forms, "9.7.4.1", "add{,.rn}", (a, b, c) -> a + b);
    two(forms, "9.7.4.2", "sub{,.rn}", (a, b, c) -> a - b);
    two(forms, "9.7.4.3", "mul{,.rn}", (a, b, c) -> a * b);
    two(forms, "9.7.4.7", "min", (a, b, c) -> MinMax.min(a, b));
    two(forms, "9.7.4.8", "max", (a, b, c) -> MinMax.max(a, b));
    forms.map("9.7.4.4", "fma.rn" + ALONE, W_WWW, f -> three(f, Half::fused));
    forms.map("9.7.4.4", "fma.rn" + PAIRS, W_WWW, f -> pairs(three(f, Half::fused)));
    forms.map("9.7.4.5", "neg" + ALONE, W_W, f -> a -> a ^ 0x8000);
    forms.map("9.7.4.5", "neg" + PAIRS, W_W, f -> a -> a ^ 0x80008000);
    forms.map("9.7.4.6", "abs" + ALONE, W_W, f -> a -> a & 0x7fff);
    forms.map("9.7.4.6", "abs" + PAIRS, W_W, f -> a -> a & 0x7fff7fff);
  }

  private static void two(Forms forms, String section, String name, Function function) {
    forms.map(section, name + ALONE, W_WW, f -> two(f, function));
    forms.map(section, name + PAIRS, W_WW, f -> pairs(two(f, function)));
  }

  private static Type element(Form form) {
    return form.type() == Type.F16 || form.type() == Type.F16X2 ? Type.F16 : Type.BF16;
  }

  private static double value(Type type, int bits) {
    return type == Type.F16 ? Float.float16ToFloat((short) bits) : Float32.of(bits << 16);
  }

  private static WordFromWordWord.Op two(Form form, Function function) {
    Type type = element(form);
    return (a, b) ->
        (int) Narrow.fromDouble(type, Rounding.RN, function.of(value(type, a), value(type, b), 0));
  }

  private static WordFromWordWordWord.Op three(Form form, Function function) {
    Type type = element(form);
    return (a, b, c) ->
        (int)
            Narrow.fromDouble(
                type, Rounding.RN, function.of(value(type, a), value(type, b), value(type, c)));
  }

  /** The product is exact; the sum keeps a sticky bit. */
  private static double fused(double a, double b, double c) {
    double product = a * b;
    double sum = product + c;
    double part = sum - product;
    return Numbers.toOdd(sum, product - (sum - part) + (c - part));
  }

  private static WordFromWordWord.Op pairs(WordFromWordWord.Op op) {
    return (a, b) -> op.apply(a >>> 16, b >>> 16) << 16 | op.apply(a & 0xffff, b & 0xffff);
  }

  private static WordFromWordWordWord.Op pairs(WordFromWordWordWord.Op op) {
    return (a, b, c) ->
        op.apply(a >>> 16, b >>> 16, c >>> 16) << 16 | op.apply(a & 0xffff, b & 0xffff, c & 0xffff);
  }
}
