package assay.spec;

import assay.numerics.FloatFormat;
import assay.numerics.ScaledTile;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * DeepSeek V3.2's FP8 cache, {@code fp8_ds_mla}: each token carries its own scales.
 *
 * <p>Bytes of a token:
 *
 * <pre>
 *   [0, D)                          latent, E4M3
 *   [D, D + 4 D/128)                a scale for each 128 latent features, F32
 *   [D + 4 D/128, … + 2R)           rope, BF16
 * </pre>
 *
 * <p>656 bytes for 512 + 64. Readers disagree about the scale: see {@link ScaleReading}.
 *
 * <p>Source: FlashMLA, tests/quant.py; vLLM, {@code concat_and_cache_mla}.
 *
 * @param latent D, a positive multiple of 128
 * @param rope R, at least 0
 * @param reading what the reader makes of a scale
 */
public record Fp8DsMlaLayout(int latent, int rope, ScaleReading reading) implements LatentLayout {

  private static final ValueLayout.OfFloat F32 =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  public Fp8DsMlaLayout {
    Require.multiple("latent", latent, ScaledTile.WIDTH_V32);
    Require.atLeast("rope", rope, 0);
  }

  /** Scales read as they are written. */
  public Fp8DsMlaLayout(int latent, int rope) {
    this(latent, rope, ScaleReading.F32);
  }

  @Override
  public FloatFormat latentFormat() {
    return FloatFormat.FP8_E4M3;
  }

  @Override
  public FloatFormat ropeFormat() {
    return FloatFormat.BF16;
  }

  @Override
  public int tile() {
    return ScaledTile.WIDTH_V32;
  }

  @Override
  public int bytesPerToken() {
    return latent + latent / tile() * Float.BYTES + rope * Short.BYTES;
  }

  @Override
  public long bytesPerPage(int pageSize) {
    return (long) pageSize * bytesPerToken();
  }

  @Override
  public long latentOffset(int pageSize, int slot) {
    return (long) slot * bytesPerToken();
  }

  /** Where the first scale of {@code slot} lies in its page; the others follow. */
  public long scaleOffset(int slot) {
    return (long) slot * bytesPerToken() + latent;
  }

  @Override
  public long ropeOffset(int pageSize, int slot) {
    return scaleOffset(slot) + (long) latent / tile() * Float.BYTES;
  }

  @Override
  public float scale(MemorySegment pool, long page, int pageSize, int slot, int tile) {
    return reading.of(pool.get(F32, page + scaleOffset(slot) + (long) tile * Float.BYTES));
  }
}
