package assay.gpu.conformance;

import java.util.Arrays;
import java.util.Optional;

/** The type of a case's operand. */
public enum OperandType {
  PRED("pred", "pred", 4, 0),
  B16("b16", "b16", 2, 0),
  S16("s16", "s16", 2, 0),
  U16("u16", "u16", 2, 0),
  F16("f16", "b16", 2, 11),
  BF16("bf16", "b16", 2, 8),
  B32("b32", "b32", 4, 0),
  S32("s32", "s32", 4, 0),
  U32("u32", "u32", 4, 0),
  F32("f32", "f32", 4, 24),
  B64("b64", "b64", 8, 0),
  S64("s64", "s64", 8, 0),
  U64("u64", "u64", 8, 0),
  F64("f64", "f64", 8, 53);

  private final String keyword;
  private final String register;
  private final int bytes;
  private final int precision;

  OperandType(String keyword, String register, int bytes, int precision) {
    this.keyword = keyword;
    this.register = register;
    this.bytes = bytes;
    this.precision = precision;
  }

  static Optional<OperandType> of(String keyword) {
    return Arrays.stream(values()).filter(type -> type.keyword.equals(keyword)).findFirst();
  }

  /** As case files write it. */
  public String keyword() {
    return keyword;
  }

  /** The type of the PTX register that holds it; the 16-bit floating types have none. */
  String register() {
    return register;
  }

  /** Bytes in memory; a predicate is a 32-bit word, 0 or 1. */
  int bytes() {
    return bytes;
  }

  boolean floating() {
    return precision > 0;
  }

  long mask() {
    return this == PRED ? 1 : -1L >>> (Long.SIZE - 8 * bytes);
  }

  boolean isNan(long bits) {
    long magnitude = bits & (mask() >>> 1);
    return floating() && magnitude > infinity();
  }

  boolean isFinite(long bits) {
    return floating() && (bits & (mask() >>> 1)) < infinity();
  }

  long infinity() {
    int fraction = precision - 1;
    return (mask() >>> 1) >>> fraction << fraction;
  }

  /** The value of finite bits; every format here is part of binary64. */
  double value(long bits) {
    return switch (this) {
      case F64 -> Double.longBitsToDouble(bits);
      case F32 -> Float.intBitsToFloat((int) bits);
      case F16 -> Float.float16ToFloat((short) bits);
      case BF16 -> Float.intBitsToFloat((int) bits << 16);
      case PRED, B16, S16, U16, B32, S32, U32, B64, S64, U64 ->
          throw new IllegalArgumentException(keyword + " is not a floating type");
    };
  }

  /** How many numbers of this format lie between the two, counting one end; both zeros are one. */
  long ulpsBetween(long a, long b) {
    return Math.abs(Math.subtractExact(ordered(a), ordered(b)));
  }

  private long ordered(long bits) {
    long magnitude = bits & (mask() >>> 1);
    return magnitude == (bits & mask()) ? magnitude : -magnitude;
  }
}
