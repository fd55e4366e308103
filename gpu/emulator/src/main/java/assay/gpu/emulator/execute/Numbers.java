package assay.gpu.emulator.execute;

import assay.gpu.ptx.Type;

/** Integer types as ranges, and integers as floating-point numbers. */
final class Numbers {

  private Numbers() {}

  static boolean isInteger(Type type) {
    return type.toString().startsWith("u") || type.signed();
  }

  /** The value of the low bits as a number of this type; of U64 the bits themselves. */
  static long extend(Type type, long bits) {
    int shift = 64 - type.bits();
    return type.signed() ? bits << shift >> shift : bits << shift >>> shift;
  }

  private static long largest(Type type) {
    return type.signed() ? (1L << (type.bits() - 1)) - 1 : (1L << type.bits()) - 1;
  }

  private static long smallest(Type type) {
    return type.signed() ? -1L << (type.bits() - 1) : 0;
  }

  static long saturate(Type to, long value, boolean unsigned) {
    if (unsigned && value < 0) {
      return to == Type.U64 ? value : to == Type.S64 ? Long.MAX_VALUE : largest(to);
    }
    return to == Type.U64
        ? Math.max(0, value)
        : to == Type.S64 ? value : Math.clamp(value, smallest(to), largest(to));
  }

  /** An integral value brought into the range of a type. */
  static long clampToInteger(Type to, double value) {
    if (to == Type.U64) {
      return value >= 0x1p64 ? -1 : value < 0x1p63 ? (long) Math.max(0, value) : top(value);
    }
    long whole = (long) value;
    return to == Type.S64 ? whole : Math.clamp(whole, smallest(to), largest(to));
  }

  private static long top(double value) {
    return (long) (value - 0x1p63) ^ Long.MIN_VALUE;
  }

  /** The bits of the floating-point number nearest in the sense of {@code mode}. */
  static long fromInteger(Rounding mode, Type to, long value, boolean unsigned) {
    double high = (double) (value >> 32) * 0x1p32;
    if (unsigned) {
      high = (double) (value >>> 32) * 0x1p32;
    }
    double low = (double) (value & 0xffffffffL);
    double sum = high + low;
    double error = low - (sum - high);
    return switch (to) {
      case F64 -> Double.doubleToRawLongBits(directed(mode, sum, error));
      case F32 -> Float32.round(mode, sum, error) & 0xffffffffL;
      default -> Narrow.fromDouble(to, mode, toOdd(sum, error));
    };
  }

  private static double directed(Rounding mode, double sum, double error) {
    return switch (mode) {
      case RN -> sum;
      case RZ ->
          sum > 0 && error < 0 ? Math.nextDown(sum) : sum < 0 && error > 0 ? Math.nextUp(sum) : sum;
      case RM -> error < 0 ? Math.nextDown(sum) : sum;
      case RP -> error > 0 ? Math.nextUp(sum) : sum;
    };
  }

  /** Keeps the sticky bit, so that rounding again to a narrow format rounds once. */
  static double toOdd(double sum, double error) {
    if (error == 0 || !Double.isFinite(error) || (Double.doubleToRawLongBits(sum) & 1) != 0) {
      return sum;
    }
    return error > 0 ? Math.nextUp(sum) : Math.nextDown(sum);
  }
}
