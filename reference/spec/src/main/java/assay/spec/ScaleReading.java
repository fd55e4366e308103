package assay.spec;

import assay.numerics.BFloat16;
import assay.numerics.Overflow;
import assay.numerics.Rounding;
import assay.numerics.Ue8m0;

/**
 * What a reader of {@link Fp8DsMlaLayout} makes of a tile's F32 scale.
 *
 * <p>Under {@link assay.numerics.ScaleRule#POWER_OF_TWO} all read the same number. Under {@code
 * ARBITRARY} they do not, and what one reader decodes right another decodes wrong by up to a factor
 * of two: writer and reader must agree on the rule.
 *
 * <p>Source: vllm-project/vllm#49435, FlashMLA#184.
 */
public enum ScaleReading {
  /** As written. */
  F32 {
    @Override
    public float of(float scale) {
      return scale;
    }
  },
  /** Rounded to bfloat16, to nearest: FlashMLA's SM90 kernels. */
  BF16 {
    @Override
    public float of(float scale) {
      return BFloat16.toFloat(BFloat16.fromFloat(scale));
    }
  },
  /** Rounded up to a power of two: FlashMLA's SM100 kernels. */
  UE8M0 {
    @Override
    public float of(float scale) {
      return Ue8m0.toFloat(Ue8m0.encode(Math.abs(scale), Rounding.RU, Overflow.SATFINITE));
    }
  };

  /** The number that {@code scale} is read as. */
  public abstract float of(float scale);
}
