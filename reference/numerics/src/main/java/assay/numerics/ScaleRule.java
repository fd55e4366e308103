package assay.numerics;

/**
 * The f32 scale of a tile of E4M3 numbers, from the largest magnitude in it.
 *
 * <p>The two rules give different bytes for the same tile: readers that convert the scale to
 * bfloat16 or UE8M0 agree with the writer under {@link #POWER_OF_TWO} only.
 */
public enum ScaleRule {
  /**
   * 2^⌈log₂(max(amax / 448, 10^−4))⌉, the ceiling being exact; 2^−13 for a tile of zeros.
   *
   * <p>Source: FlashMLA, tests/quant.py.
   */
  POWER_OF_TWO {
    @Override
    float of(float amax) {
      float atLeast = Math.max(amax / LARGEST, 1e-4f);
      float below = Math.scalb(1f, Math.getExponent(atLeast));
      return below == atLeast ? below : 2 * below;
    }
  },
  /**
   * max(amax / 448, 2^−126), any f32; 2^−126 for a tile of zeros.
   *
   * <p>Source: vLLM, the cache kernel of fp8_ds_mla before its power-of-two rule.
   */
  ARBITRARY {
    @Override
    float of(float amax) {
      return Math.max(amax / LARGEST, Float.MIN_NORMAL);
    }
  };

  private static final float LARGEST = 448;

  abstract float of(float amax);

  /**
   * The scale for numbers up to {@code amax} in magnitude.
   *
   * @throws IllegalArgumentException if {@code amax} is negative, infinite or NaN
   */
  public float scale(float amax) {
    if (!(amax >= 0 && amax <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("amax is " + amax + " but must be finite, at least 0");
    }
    return of(amax);
  }
}
