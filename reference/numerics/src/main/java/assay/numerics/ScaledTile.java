package assay.numerics;

import java.util.Arrays;

/**
 * E4M3 numbers under one f32 scale: number i is {@code codes[i] · scale}.
 *
 * <p>A latent row is stored in tiles of {@link #WIDTH_V32} or {@link #WIDTH_V4} numbers.
 *
 * @param codes E4M3, one a number; not copied
 * @param scale as a {@link ScaleRule} gives it
 */
public record ScaledTile(byte[] codes, float scale) {

  /** Numbers in a tile of DeepSeek V3.2's 656-byte cache row. */
  public static final int WIDTH_V32 = 128;

  /** Numbers in a tile of DeepSeek V4's 584-byte cache row. */
  public static final int WIDTH_V4 = 64;

  /**
   * {@code values[from .. from + width)}, each divided by the scale in f32 and rounded RN,
   * saturating.
   *
   * @throws IllegalArgumentException if a value is infinite or NaN
   */
  public static ScaledTile quantize(float[] values, int from, int width, ScaleRule rule) {
    float scale = rule.scale(amax(values, from, width));
    byte[] codes = new byte[width];
    for (int i = 0; i < width; i++) {
      codes[i] = Float8E4M3.encode(values[from + i] / scale, Rounding.RN, Overflow.SATFINITE);
    }
    return new ScaledTile(codes, scale);
  }

  /** The numbers, {@code code · scale} rounded to f32. */
  public float[] dequantize() {
    float[] values = new float[codes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float8E4M3.toFloat(codes[i]) * scale;
    }
    return values;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScaledTile tile
        && Arrays.equals(codes, tile.codes)
        && Float.compare(scale, tile.scale) == 0;
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(codes) + Float.hashCode(scale);
  }

  @Override
  public String toString() {
    return codes.length + " E4M3 under scale " + scale;
  }

  /** A NaN anywhere gives a NaN. */
  private static float amax(float[] values, int from, int width) {
    float amax = 0;
    for (int i = from; i < from + width; i++) {
      amax = Math.max(amax, Math.abs(values[i]));
    }
    return amax;
  }
}
