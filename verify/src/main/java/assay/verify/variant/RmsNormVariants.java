package assay.verify.variant;

import assay.spec.Accumulation;
import assay.spec.RmsNorm;
import java.util.List;

/** Correct kernels for {@link RmsNorm}. */
public final class RmsNormVariants {

  private static final LinearOptions F32 = LinearOptions.F32;

  private static final List<HonestVariant<?>> ALL =
      List.of(
          variant("fma", F32, RmsNormVariant::new),
          variant("multiply-add", F32.withSums(new MultiplyAdd()), RmsNormVariant::new),
          variant("warp", F32.withSums(new Strided(32)), RmsNormVariant::new),
          variant("blocked", F32.withSums(new Blocked(new FmaChain(), 16)), RmsNormVariant::new),
          variant(
              "ampere",
              F32.withSums(new MatrixUnit((Accumulation.Truncated) Accumulation.AMPERE)),
              RmsNormVariant::new),
          variant("divides", F32, Divides::new),
          variant("weight-first", F32.withSums(new Strided(8)), WeightFirst::new),
          variant("bf16", LinearOptions.BF16, RmsNormVariant::new),
          variant("bf16-warp", LinearOptions.BF16.withSums(new Strided(32)), WeightFirst::new));

  private RmsNormVariants() {}

  static List<HonestVariant<?>> all() {
    return ALL;
  }

  /** Divides each feature by the root. */
  private static final class Divides extends RmsNormVariant {

    Divides(Memory memory, LinearOptions options, RmsNorm.Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float inverseRoot(float mean) {
      return (float) Math.sqrt(mean + eps());
    }

    @Override
    protected float element(float feature, float weight, float root) {
      return feature / root * weight;
    }
  }

  /** Multiplies the weight by the reciprocal root, and that by the feature. */
  private static final class WeightFirst extends RmsNormVariant {

    WeightFirst(Memory memory, LinearOptions options, RmsNorm.Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float element(float feature, float weight, float inverse) {
      return weight * inverse * feature;
    }
  }

  private static HonestVariant<RmsNorm.Problem> variant(
      String name, LinearOptions options, RmsNormVariant.Maker maker) {
    return new HonestVariant<>(
        "norm-" + name, RmsNorm.OPERATOR, options.contract(), RmsNormVariant.with(options, maker));
  }
}
