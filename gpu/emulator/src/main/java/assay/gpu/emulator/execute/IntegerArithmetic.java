package assay.gpu.emulator.execute;

import static assay.gpu.emulator.lanes.Shape.L_L;
import static assay.gpu.emulator.lanes.Shape.L_LL;
import static assay.gpu.emulator.lanes.Shape.L_LLL;
import static assay.gpu.emulator.lanes.Shape.L_WW;
import static assay.gpu.emulator.lanes.Shape.L_WWL;
import static assay.gpu.emulator.lanes.Shape.W_L;
import static assay.gpu.emulator.lanes.Shape.W_W;
import static assay.gpu.emulator.lanes.Shape.W_WW;
import static assay.gpu.emulator.lanes.Shape.W_WWW;
import static assay.gpu.emulator.lanes.VectorForm.Operation.ADD;
import static assay.gpu.emulator.lanes.VectorForm.Operation.MAX;
import static assay.gpu.emulator.lanes.VectorForm.Operation.MAX_UNSIGNED;
import static assay.gpu.emulator.lanes.VectorForm.Operation.MIN;
import static assay.gpu.emulator.lanes.VectorForm.Operation.MIN_UNSIGNED;
import static assay.gpu.emulator.lanes.VectorForm.Operation.MULTIPLY;
import static assay.gpu.emulator.lanes.VectorForm.Operation.MULTIPLY_ADD;
import static assay.gpu.emulator.lanes.VectorForm.Operation.SUBTRACT;
import static assay.gpu.emulator.lanes.Vectored.of;

import assay.gpu.emulator.load.Forms;

/** Integer arithmetic. PTX ISA 9.7.1. 16-bit values are kept zero-extended. */
final class IntegerArithmetic {

  private IntegerArithmetic() {}

  static void define(Forms forms) {
    addAndSubtract(forms);
    multiply(forms);
    multiplyAdd(forms);
    divide(forms);
    order(forms);
    sign(forms);
    forms.map("9.7.1.7", "sad.s32", W_WWW, f -> (a, b, c) -> c + (a < b ? b - a : a - b));
    forms.map(
        "9.7.1.7",
        "sad.u32",
        W_WWW,
        f -> (a, b, c) -> c + (Integer.compareUnsigned(a, b) < 0 ? b - a : a - b));
  }

  private static void addAndSubtract(Forms forms) {
    forms.map("9.7.1.1", "add.{u32,s32}", W_WW, f -> of(ADD, Integer::sum));
    forms.map("9.7.1.1", "add.{u64,s64}", L_LL, f -> Long::sum);
    forms.map("9.7.1.1", "add.{u16,s16}", W_WW, f -> (a, b) -> a + b & 0xffff);
    forms.map("9.7.1.1", "add.sat.s32", W_WW, f -> (a, b) -> clamp((long) a + b));
    forms.map("9.7.1.2", "sub.{u32,s32}", W_WW, f -> of(SUBTRACT, (a, b) -> a - b));
    forms.map("9.7.1.2", "sub.{u64,s64}", L_LL, f -> (a, b) -> a - b);
    forms.map("9.7.1.2", "sub.{u16,s16}", W_WW, f -> (a, b) -> a - b & 0xffff);
    forms.map("9.7.1.2", "sub.sat.s32", W_WW, f -> (a, b) -> clamp((long) a - b));
  }

  private static int clamp(long value) {
    return (int) Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static void multiply(Forms forms) {
    forms.map("9.7.1.3", "mul.lo.{u32,s32}", W_WW, f -> of(MULTIPLY, (a, b) -> a * b));
    forms.map("9.7.1.3", "mul.lo.{u64,s64}", L_LL, f -> (a, b) -> a * b);
    forms.map("9.7.1.3", "mul.lo.{u16,s16}", W_WW, f -> (a, b) -> a * b & 0xffff);
    forms.map("9.7.1.3", "mul.hi.s32", W_WW, f -> (a, b) -> (int) (((long) a * b) >> 32));
    forms.map(
        "9.7.1.3", "mul.hi.u32", W_WW, f -> (a, b) -> (int) ((unsigned(a) * unsigned(b)) >>> 32));
    forms.map("9.7.1.3", "mul.hi.s64", L_LL, f -> Math::multiplyHigh);
    forms.map("9.7.1.3", "mul.hi.u64", L_LL, f -> Math::unsignedMultiplyHigh);
    forms.map("9.7.1.3", "mul.hi.s16", W_WW, f -> (a, b) -> ((short) a * (short) b) >> 16 & 0xffff);
    forms.map("9.7.1.3", "mul.hi.u16", W_WW, f -> (a, b) -> (a * b) >>> 16);
    forms.map("9.7.1.3", "mul.wide.s32", L_WW, f -> (a, b) -> (long) a * b);
    forms.map("9.7.1.3", "mul.wide.u32", L_WW, f -> (a, b) -> unsigned(a) * unsigned(b));
    forms.map("9.7.1.3", "mul.wide.s16", W_WW, f -> (a, b) -> (short) a * (short) b);
    forms.map("9.7.1.3", "mul.wide.u16", W_WW, f -> (a, b) -> a * b);
    forms.map("9.7.1.5", "mul24.lo.s32", W_WW, f -> (a, b) -> (a << 8 >> 8) * (b << 8 >> 8));
    forms.map("9.7.1.5", "mul24.lo.u32", W_WW, f -> (a, b) -> (a & 0xffffff) * (b & 0xffffff));
  }

  private static long unsigned(int a) {
    return Integer.toUnsignedLong(a);
  }

  private static void multiplyAdd(Forms forms) {
    forms.map("9.7.1.4", "mad.lo.{u32,s32}", W_WWW, f -> of(MULTIPLY_ADD, (a, b, c) -> a * b + c));
    forms.map("9.7.1.4", "mad.lo.{u64,s64}", L_LLL, f -> (a, b, c) -> a * b + c);
    forms.map("9.7.1.4", "mad.lo.{u16,s16}", W_WWW, f -> (a, b, c) -> a * b + c & 0xffff);
    forms.map("9.7.1.4", "mad.hi.s32", W_WWW, f -> (a, b, c) -> (int) (((long) a * b) >> 32) + c);
    forms.map(
        "9.7.1.4",
        "mad.hi.u32",
        W_WWW,
        f -> (a, b, c) -> (int) ((unsigned(a) * unsigned(b)) >>> 32) + c);
    forms.map("9.7.1.4", "mad.wide.s32", L_WWL, f -> (a, b, c) -> (long) a * b + c);
    forms.map("9.7.1.4", "mad.wide.u32", L_WWL, f -> (a, b, c) -> unsigned(a) * unsigned(b) + c);
    forms.map("9.7.1.4", "mad.wide.s16", W_WWW, f -> (a, b, c) -> (short) a * (short) b + c);
    forms.map("9.7.1.4", "mad.wide.u16", W_WWW, f -> (a, b, c) -> a * b + c);
  }

  /** Division by zero gives all ones, its remainder the dividend; PTX leaves both unspecified. */
  private static void divide(Forms forms) {
    forms.map("9.7.1.8", "div.s32", W_WW, f -> (a, b) -> b == 0 ? -1 : a / b);
    forms.map(
        "9.7.1.8", "div.u32", W_WW, f -> (a, b) -> b == 0 ? -1 : Integer.divideUnsigned(a, b));
    forms.map("9.7.1.8", "div.s64", L_LL, f -> (a, b) -> b == 0 ? -1 : a / b);
    forms.map("9.7.1.8", "div.u64", L_LL, f -> (a, b) -> b == 0 ? -1 : Long.divideUnsigned(a, b));
    forms.map(
        "9.7.1.8",
        "div.s16",
        W_WW,
        f -> (a, b) -> b == 0 ? 0xffff : (short) a / (short) b & 0xffff);
    forms.map("9.7.1.8", "div.u16", W_WW, f -> (a, b) -> b == 0 ? 0xffff : a / b);
    forms.map("9.7.1.9", "rem.s32", W_WW, f -> (a, b) -> b == 0 ? a : a % b);
    forms.map(
        "9.7.1.9", "rem.u32", W_WW, f -> (a, b) -> b == 0 ? a : Integer.remainderUnsigned(a, b));
    forms.map("9.7.1.9", "rem.s64", L_LL, f -> (a, b) -> b == 0 ? a : a % b);
    forms.map("9.7.1.9", "rem.u64", L_LL, f -> (a, b) -> b == 0 ? a : Long.remainderUnsigned(a, b));
    forms.map(
        "9.7.1.9", "rem.s16", W_WW, f -> (a, b) -> b == 0 ? a : (short) a % (short) b & 0xffff);
    forms.map("9.7.1.9", "rem.u16", W_WW, f -> (a, b) -> b == 0 ? a : a % b);
  }

  private static void order(Forms forms) {
    forms.map("9.7.1.12", "min.s32", W_WW, f -> of(MIN, Math::min));
    forms.map("9.7.1.12", "min.s64", L_LL, f -> Math::min);
    forms.map("9.7.1.12", "min.s16", W_WW, f -> (a, b) -> (short) a < (short) b ? a : b);
    forms.map("9.7.1.12", "min.u16", W_WW, f -> Math::min);
    forms.map(
        "9.7.1.12",
        "min.u32",
        W_WW,
        f -> of(MIN_UNSIGNED, (a, b) -> Integer.compareUnsigned(a, b) < 0 ? a : b));
    forms.map("9.7.1.12", "min.u64", L_LL, f -> (a, b) -> Long.compareUnsigned(a, b) < 0 ? a : b);
    forms.map("9.7.1.13", "max.s32", W_WW, f -> of(MAX, Math::max));
    forms.map("9.7.1.13", "max.s64", L_LL, f -> Math::max);
    forms.map("9.7.1.13", "max.s16", W_WW, f -> (a, b) -> (short) a > (short) b ? a : b);
    forms.map("9.7.1.13", "max.u16", W_WW, f -> Math::max);
    forms.map(
        "9.7.1.13",
        "max.u32",
        W_WW,
        f -> of(MAX_UNSIGNED, (a, b) -> Integer.compareUnsigned(a, b) > 0 ? a : b));
    forms.map("9.7.1.13", "max.u64", L_LL, f -> (a, b) -> Long.compareUnsigned(a, b) > 0 ? a : b);
  }

  private static void sign(Forms forms) {
    forms.map("9.7.1.10", "abs.s32", W_W, f -> Math::abs);
    forms.map("9.7.1.10", "abs.s64", L_L, f -> Math::abs);
    forms.map("9.7.1.10", "abs.s16", W_W, f -> a -> Math.abs((short) a) & 0xffff);
    forms.map("9.7.1.11", "neg.s32", W_W, f -> a -> -a);
    forms.map("9.7.1.11", "neg.s64", L_L, f -> a -> -a);
    forms.map("9.7.1.11", "neg.s16", W_W, f -> a -> -a & 0xffff);
    bits(forms);
  }

  private static void bits(Forms forms) {
    forms.map("9.7.1.14", "popc.b32", W_W, f -> Integer::bitCount);
    forms.map("9.7.1.14", "popc.b64", W_L, f -> Long::bitCount);
    forms.map("9.7.1.15", "clz.b32", W_W, f -> Integer::numberOfLeadingZeros);
    forms.map("9.7.1.15", "clz.b64", W_L, f -> Long::numberOfLeadingZeros);
    forms.map("9.7.1.16", "bfind{,.shiftamt}.{u32,s32}", W_W, BitField::find32);
    forms.map("9.7.1.16", "bfind{,.shiftamt}.{u64,s64}", W_L, BitField::find64);
    forms.map("9.7.1.18", "brev.b32", W_W, f -> Integer::reverse);
    forms.map("9.7.1.18", "brev.b64", L_L, f -> Long::reverse);
    BitField.define(forms);
  }
}
