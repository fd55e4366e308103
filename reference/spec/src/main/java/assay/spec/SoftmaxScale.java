package assay.spec;

import java.util.OptionalDouble;

/** Where a softmax scale comes from when a caller states none. */
public enum SoftmaxScale {
  /** Always the caller's. */
  ARGUMENT,
  /** 1 / √(D + R): the width of an absorbed key; no model's own scale. */
  CACHE_WIDTH,
  /** 1 / √(E + R): the width of an expanded key; a model's own without YaRN. */
  KEY_WIDTH,
  /** mscale² / √(E + R): DeepSeek's own. */
  KEY_WIDTH_MSCALE;

  /**
   * The scale for a layer; empty for {@link #ARGUMENT}.
   *
   * @param mscale YaRN's factor, 1 without
   */
  public OptionalDouble of(MlaShape shape, double mscale) {
    return switch (this) {
      case ARGUMENT -> OptionalDouble.empty();
      case CACHE_WIDTH -> OptionalDouble.of(1 / Math.sqrt(shape.cacheWidth()));
      case KEY_WIDTH -> OptionalDouble.of(1 / Math.sqrt(shape.keyWidth()));
      case KEY_WIDTH_MSCALE -> OptionalDouble.of(mscale * mscale / Math.sqrt(shape.keyWidth()));
    };
  }
}
