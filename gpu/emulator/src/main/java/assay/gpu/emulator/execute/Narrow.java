package assay.gpu.emulator.execute;

import assay.gpu.emulator.lanes.LongFromLong;
import assay.gpu.emulator.lanes.WordFromWord;
import assay.gpu.emulator.load.Form;
import assay.gpu.ptx.Type;

/** Conversions between floating-point formats, each exact or rounded once. PTX ISA 9.7.9.21. */
final class Narrow {

  private static final int NAN_16 = 0x7fff;
  private static final long NAN_64 = 0x7ff8000000000000L;

  private Narrow() {}

  static LongFromLong.Op between(Form form, Type from, Type to) {
    LongFromLong.Op value = toDouble(from, form.has("ftz"));
    boolean toIntegral = IntegerRounding.named(form);
    IntegerRounding integral = IntegerRounding.of(form);
    Rounding mode = Rounding.of(form);
    boolean relu = form.has("relu");
    boolean sat = form.has("sat");
    boolean flush = form.has("ftz") && to == Type.F32;
    return a -> {
      double number = Double.longBitsToDouble(value.apply(a));
      double rounded = toIntegral ? integral.apply(number) : number;
      long bits = fromDouble(to, mode, relu && rounded < 0 ? 0 : rounded);
      long flushed = flush ? Float32.flush((int) bits) : bits;
      return sat ? saturate(to, flushed) : relu && isNegativeZero(to, flushed) ? 0 : flushed;
    };
  }

  private static boolean isNegativeZero(Type to, long bits) {
    return to.bits() == 16 && bits == 0x8000;
  }

  static WordFromWord.Op from32(Form form, boolean half) {
    Rounding mode = Rounding.of(form);
    boolean relu = form.has("relu");
    Type to = half ? Type.F16 : Type.BF16;
    return a -> {
      double value = Float32.of(a);
      return (int) fromDouble(to, mode, relu && !(value > 0 || Double.isNaN(value)) ? 0 : value);
    };
  }

  /** From the bits of a format to the bits of the same number in binary64. */
  static LongFromLong.Op toDouble(Type from, boolean ftz) {
    return switch (from) {
      case F64 -> a -> a;
      case F32 ->
          ftz
              ? a -> Double.doubleToRawLongBits(Float32.of(Float32.flush((int) a)))
              : a -> Double.doubleToRawLongBits(Float32.of((int) a));
      case F16 -> a -> Double.doubleToRawLongBits(Float.float16ToFloat((short) a));
      default -> a -> Double.doubleToRawLongBits(Float32.of((int) a << 16));
    };
  }

  /** The bits in a format of a number in binary64, rounded once. */
  static long fromDouble(Type to, Rounding mode, double value) {
    return switch (to) {
      case F64 -> Double.isNaN(value) ? NAN_64 : Double.doubleToRawLongBits(value);
      case F32 -> Float32.round(mode, value, 0) & 0xffffffffL;
      case F16 -> half(mode, value, 10, -14, 15);
      default -> half(mode, value, 7, -126, 127);
    };
  }

  /** A 16-bit format with this many fraction bits and this range of exponents. */
  private static long half(Rounding mode, double value, int fraction, int least, int most) {
    if (Double.isNaN(value)) {
      return NAN_16;
    }
    long sign = Double.doubleToRawLongBits(value) >>> 63 << 15;
    double magnitude = Math.abs(value);
    int exponent = Math.max(least, Math.min(Math.getExponent(magnitude), most + 1));
    double scaled = Math.min(magnitude * power(fraction - exponent), 4.0 * (1 << fraction));
    long units = (long) units(mode, scaled, sign != 0);
    long infinity = (long) (most - least + 2) << fraction;
    long bits = units + ((long) (exponent - least) << fraction);
    if (bits < infinity) {
      return sign | bits;
    }
    boolean down = mode == Rounding.RZ || mode == (sign != 0 ? Rounding.RP : Rounding.RM);
    return sign | (Double.isInfinite(value) || !down ? infinity : infinity - 1);
  }

  private static double power(int exponent) {
    return Math.scalb(1.0, exponent);
  }

  private static double units(Rounding mode, double scaled, boolean negative) {
    return switch (mode) {
      case RN -> Math.rint(scaled);
      case RZ -> Math.floor(scaled);
      case RM -> negative ? Math.ceil(scaled) : Math.floor(scaled);
      case RP -> negative ? Math.floor(scaled) : Math.ceil(scaled);
    };
  }

  /** Into [0, 1]; NaN becomes 0. */
  static long saturate(Type to, long bits) {
    double value = Double.longBitsToDouble(toDouble(to, false).apply(bits));
    return value >= 1 ? fromDouble(to, Rounding.RN, 1) : value > 0 ? bits : 0;
  }
}
