package assay.verify.variant;

import assay.numerics.ScaleRule;
import assay.spec.AppendLatentCache;
import assay.spec.AppendLatentCache.Problem;
import assay.spec.NumericContract;
import java.util.List;

/** Correct kernels for {@link AppendLatentCache}. */
public final class AppendLatentCacheVariants {

  private static final List<HonestVariant<?>> ALL =
      List.of(
          variant("plain", AppendLatentCacheVariant::new),
          variant("backwards", Backwards::new),
          variant("lanes", Lanes::new),
          variant("reciprocal", Reciprocal::new),
          variant("twice", Twice::new));

  private AppendLatentCacheVariants() {}

  static List<HonestVariant<?>> all() {
    return ALL;
  }

  private static HonestVariant<Problem> variant(String name, AppendLatentCacheVariant.Maker maker) {
    return new HonestVariant<>(
        "append-" + name,
        AppendLatentCache.OPERATOR,
        NumericContract.F32,
        AppendLatentCacheVariant.with(maker));
  }

  /** The last token first. */
  private static final class Backwards extends AppendLatentCacheVariant {

    Backwards(Memory memory, Problem problem) {
      super(memory, problem);
    }

    @Override
    protected void token(int n) {
      super.token(problem.tokens() - 1 - n);
    }
  }

  /** The largest magnitude is found eight at a time. */
  private static final class Lanes extends AppendLatentCacheVariant {

    private static final int LANES = 8;

    Lanes(Memory memory, Problem problem) {
      super(memory, problem);
    }

    @Override
    protected float amax(float[] latent, int first, int count) {
      float amax = 0;
      for (int lane = 0; lane < LANES; lane++) {
        for (int i = first + lane; i < first + count; i += LANES) {
          amax = Math.max(amax, Math.abs(latent[i]));
        }
      }
      return amax;
    }
  }

  /** Multiplies by the reciprocal where that is exact. */
  private static final class Reciprocal extends AppendLatentCacheVariant {

    Reciprocal(Memory memory, Problem problem) {
      super(memory, problem);
    }

    @Override
    protected float scaled(float value, float scale) {
      boolean exact = problem.scaleRule() == ScaleRule.POWER_OF_TWO && scale >= LEAST / 2;
      boolean power = Math.scalb(1f, Math.getExponent(scale)) == scale;
      return exact && power ? value * (1 / scale) : super.scaled(value, scale);
    }
  }

  /** Writes every token twice. */
  private static final class Twice extends AppendLatentCacheVariant {

    Twice(Memory memory, Problem problem) {
      super(memory, problem);
    }

    @Override
    protected void token(int n) {
      super.token(n);
      super.token(n);
    }
  }
}
