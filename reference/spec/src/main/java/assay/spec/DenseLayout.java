package assay.spec;

import assay.numerics.FloatFormat;
import java.lang.foreign.MemorySegment;

/**
 * D + R codes of one format, token after token.
 *
 * <p>Bytes of a token, with c for a code's:
 *
 * <pre>
 *   [0, cD)          latent
 *   [cD, c(D + R))   rope
 * </pre>
 *
 * <p>1152 bytes for 512 + 64 in BF16 or FP16, 576 in FP8. The scale is the tensor's and lies
 * outside the cache; it scales latent and rope alike.
 *
 * <p>F32 and F64 are for layers without a cache's rounding; no kernel stores them.
 *
 * @param format BF16, FP16, FP8_E4M3, F32 or F64
 * @param latent D, at least 1
 * @param rope R, at least 0
 * @param tensorScale finite and positive; 1 unless the format is FP8
 */
public record DenseLayout(FloatFormat format, int latent, int rope, float tensorScale)
    implements LatentLayout {

  public DenseLayout {
    Require.atLeast("latent", latent, 1);
    Require.atLeast("rope", rope, 0);
    boolean eightBits = format == FloatFormat.FP8_E4M3;
    if (format == FloatFormat.FP8_E5M2 || format == FloatFormat.TF32) {
      throw new IllegalArgumentException(
          "format is " + format + "; it must be BF16, FP16, FP8_E4M3, F32 or F64");
    }
    if (!(tensorScale > 0 && tensorScale <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "tensorScale is " + tensorScale + "; it must be finite and positive");
    }
    if (!eightBits && tensorScale != 1) {
      throw new IllegalArgumentException(
          "tensorScale is %s; %s codes have none".formatted(tensorScale, format));
    }
  }

  /** BF16. */
  public static DenseLayout bFloat16(int latent, int rope) {
    return new DenseLayout(FloatFormat.BF16, latent, rope, 1);
  }

  /** FP16. */
  public static DenseLayout float16(int latent, int rope) {
    return new DenseLayout(FloatFormat.FP16, latent, rope, 1);
  }

  /** FP8 E4M3 under one scale. */
  public static DenseLayout fp8(int latent, int rope, float tensorScale) {
    return new DenseLayout(FloatFormat.FP8_E4M3, latent, rope, tensorScale);
  }

  @Override
  public FloatFormat latentFormat() {
    return format;
  }

  @Override
  public FloatFormat ropeFormat() {
    return format;
  }

  /** D: one scale for all. */
  @Override
  public int tile() {
    return latent;
  }

  @Override
  public int bytesPerToken() {
    return width() * format.bytes();
  }

  @Override
  public long bytesPerPage(int pageSize) {
    return (long) pageSize * bytesPerToken();
  }

  @Override
  public long latentOffset(int pageSize, int slot) {
    return (long) slot * bytesPerToken();
  }

  @Override
  public long ropeOffset(int pageSize, int slot) {
    return latentOffset(pageSize, slot) + (long) latent * format.bytes();
  }

  @Override
  public float scale(MemorySegment pool, long page, int pageSize, int slot, int tile) {
    return tensorScale;
  }

  @Override
  public float ropeScale() {
    return tensorScale;
  }
}
