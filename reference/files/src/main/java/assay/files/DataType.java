package assay.files;

import assay.numerics.FloatFormat;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a stored number is, by its name in safetensors; little-endian.
 *
 * <p>F4 and F6 are packed without gaps; C64 is two F32; BOOL is a byte, 0 or 1; F8_E8M0 is a scale,
 * see {@link assay.numerics.Ue8m0}.
 *
 * <p>Source: the documentation of safetensors, format and {@code Dtype}.
 */
public enum DataType {
  F64(64),
  F32(32),
  F16(16),
  BF16(16),
  F8_E4M3(8),
  F8_E5M2(8),
  F8_E8M0(8),
  F6_E2M3(6),
  F6_E3M2(6),
  F4(4),
  C64(64),
  I64(64),
  I32(32),
  I16(16),
  I8(8),
  U64(64),
  U32(32),
  U16(16),
  U8(8),
  BOOL(8);

  private final int bits;

  DataType(int bits) {
    this.bits = bits;
  }

  /** What one number takes. */
  public int bits() {
    return bits;
  }

  /** The floating-point format; empty where {@link FloatFormat} has none. */
  public Optional<FloatFormat> format() {
    return switch (this) {
      case F64 -> Optional.of(FloatFormat.F64);
      case F32 -> Optional.of(FloatFormat.F32);
      case F16 -> Optional.of(FloatFormat.FP16);
      case BF16 -> Optional.of(FloatFormat.BF16);
      case F8_E4M3 -> Optional.of(FloatFormat.FP8_E4M3);
      case F8_E5M2 -> Optional.of(FloatFormat.FP8_E5M2);
      case F8_E8M0, F6_E2M3, F6_E3M2, F4, C64, I64, I32, I16, I8, U64, U32, U16, U8, BOOL ->
          Optional.empty();
    };
  }

  /** How {@code format} is stored; TF32, which no file knows, as the F32 that it is. */
  public static DataType of(FloatFormat format) {
    return switch (format) {
      case F64 -> F64;
      case F32, TF32 -> F32;
      case FP16 -> F16;
      case BF16 -> BF16;
      case FP8_E4M3 -> F8_E4M3;
      case FP8_E5M2 -> F8_E5M2;
    };
  }

  static Optional<DataType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }
}
