package assay.spec;

import assay.numerics.FloatFormat;
import assay.numerics.ScaledTile;
import assay.numerics.Ue8m0;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * DeepSeek V4's FP8 cache, FlashMLA's MODEL1: a page's data first, its scales in a footer.
 *
 * <p>Bytes of a page, with s = D/64 rounded up to a multiple of 8:
 *
 * <pre>
 *   P times:   D latent, E4M3;  2R rope, BF16
 *   P times:   D/64 scales, UE8M0;  s − D/64 bytes that nobody writes or reads
 *   the rest:  up to a multiple of pageMultiple bytes; nobody writes or reads it
 * </pre>
 *
 * <p>584 bytes a token for 448 + 64. The footer's scales hold powers of two only, so that the
 * writer's rule must be {@code POWER_OF_TWO}.
 *
 * <p>Source: FlashMLA, tests/quant.py.
 *
 * @param latent D, a positive multiple of 64
 * @param rope R, at least 0
 * @param pageMultiple a page is padded to a multiple of this; 1 for no padding, FlashMLA has 576
 */
public record Model1Layout(int latent, int rope, int pageMultiple) implements LatentLayout {

  private static final int SCALE_MULTIPLE = 8;

  public Model1Layout {
    Require.multiple("latent", latent, ScaledTile.WIDTH_V4);
    Require.atLeast("rope", rope, 0);
    Require.atLeast("pageMultiple", pageMultiple, 1);
  }

  /** Pages padded as FlashMLA does: to a multiple of a token's data. */
  public static Model1Layout padded(int latent, int rope) {
    return new Model1Layout(latent, rope, latent + rope * Short.BYTES);
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
    return ScaledTile.WIDTH_V4;
  }

  @Override
  public int bytesPerToken() {
    return dataBytes() + scaleBytes();
  }

  @Override
  public long bytesPerPage(int pageSize) {
    return Math.ceilDiv((long) pageSize * bytesPerToken(), pageMultiple) * pageMultiple;
  }

  @Override
  public long latentOffset(int pageSize, int slot) {
    return (long) slot * dataBytes();
  }

  @Override
  public long ropeOffset(int pageSize, int slot) {
    return latentOffset(pageSize, slot) + latent;
  }

  /** Where the first scale of {@code slot} lies in its page; the others follow. */
  public long scaleOffset(int pageSize, int slot) {
    return (long) pageSize * dataBytes() + (long) slot * scaleBytes();
  }

  @Override
  public float scale(MemorySegment pool, long page, int pageSize, int slot, int tile) {
    long offset = page + scaleOffset(pageSize, slot) + tile;
    return Ue8m0.toFloat(pool.get(ValueLayout.JAVA_BYTE, offset));
  }

  private int dataBytes() {
    return latent + rope * Short.BYTES;
  }

  private int scaleBytes() {
    return Math.ceilDiv(latent / tile(), SCALE_MULTIPLE) * SCALE_MULTIPLE;
  }
}
