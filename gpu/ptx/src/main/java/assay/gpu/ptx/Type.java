package assay.gpu.ptx;

import java.util.Locale;
import java.util.Optional;

/** A fundamental or packed type. PTX ISA 5.2. */
public enum Type {
  B8(8),
  B16(16),
  B32(32),
  B64(64),
  B128(128),
  U8(8),
  U16(16),
  U32(32),
  U64(64),
  S8(8),
  S16(16),
  S32(32),
  S64(64),
  F16(16),
  F16X2(32),
  BF16(16),
  BF16X2(32),
  F32(32),
  F64(64),
  PRED(1);

  private final int bits;

  Type(int bits) {
    this.bits = bits;
  }

  public int bits() {
    return bits;
  }

  /** The size in memory. */
  public int bytes() {
    return Math.max(1, bits / 8);
  }

  public boolean signed() {
    return this == S8 || this == S16 || this == S32 || this == S64;
  }

  /** The type of this name, without the dot: {@code f32}. */
  public static Optional<Type> named(String name) {
    for (Type type : values()) {
      if (type.toString().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** As PTX spells it, without the dot. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
