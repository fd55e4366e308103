package assay.verify.planted;

import static assay.verify.planted.BugClass.NORM;

import assay.numerics.FloatFormat;
import assay.spec.RmsNorm;
import assay.spec.RmsNorm.Problem;
import assay.verify.variant.Formats;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.Memory;
import assay.verify.variant.RmsNormVariant;
import java.util.List;

/** Mistakes in the root and its eps. */
final class RmsNormBugs {

  private static final LinearOptions OPTIONS = LinearOptions.F32;

  private static final Mutant<Problem, RmsNormVariant.Maker> NORMS =
      new Mutant<>(
          RmsNorm.OPERATOR, OPTIONS.contract(), maker -> RmsNormVariant.with(OPTIONS, maker));

  /** NR2's second eps is a layer's; it is planted there too. */
  static final List<PlantedBug<?>> ALL =
      List.of(
          NORMS.of(
              NORM,
              1,
              "eps is 1e-5, whatever the model has",
              List.of("https://github.com/pytorch/torchtitan/pull/4395"),
              (memory, options, problem) -> new WithEps(memory, options, problem, 1e-5f),
              "tiny-rows"),
          NORMS.of(
              NORM,
              3,
              "squares are summed in bf16",
              List.of("https://github.com/Xilinx/mlir-air/pull/1679"),
              SumInBFloat16::new,
              "within-budget"),
          NORMS.of(
              NORM,
              5,
              "eps is the storage format's epsilon",
              List.of("https://github.com/pytorch/pytorch/pull/142848"),
              (memory, options, problem) -> new WithEps(memory, options, problem, 0x1p-7f),
              "tiny-rows"),
          NORMS.of(
              NORM,
              6,
              "eps is added to the reciprocal root",
              List.of("https://github.com/tile-ai/tilelang/pull/1243"),
              EpsOutside::new,
              "tiny-rows"),
          NORMS.of(
              NORM,
              7,
              "the reciprocal root is rounded to bf16",
              List.of("https://github.com/amd/IRON/pull/139"),
              RootInBFloat16::new,
              "signed-bias"),
          NORMS.of(NORM, 50, "eps is left out", RmsNormBugs::withoutEps, "tiny-rows"),
          NORMS.of(NORM, 51, "the sum stands for the mean", SumForMean::new, "within-budget"),
          NORMS.of(NORM, 52, "eps is added to the sum", EpsInSum::new, "tiny-rows"),
          NORMS.of(NORM, 53, "a tiny row is taken for zero", TinyIsZero::new, "scale-law"));

  private RmsNormBugs() {}

  private static RmsNormVariant withoutEps(Memory memory, LinearOptions options, Problem problem) {
    return new WithEps(memory, options, problem, 0);
  }

  private static final class WithEps extends RmsNormVariant {

    private final float eps;

    WithEps(Memory memory, LinearOptions options, Problem problem, float eps) {
      super(memory, options, problem);
      this.eps = eps;
    }

    @Override
    protected float eps() {
      return eps;
    }
  }

  private static final class SumInBFloat16 extends RmsNormVariant {

    SumInBFloat16(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float sumOfSquares(float[] features) {
      float sum = 0;
      for (float feature : features) {
        sum = Formats.round(sum + feature * feature, FloatFormat.BF16);
      }
      return sum;
    }
  }

  private static final class EpsOutside extends RmsNormVariant {

    EpsOutside(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float inverseRoot(float mean) {
      return 1 / (float) Math.sqrt(mean) + eps();
    }
  }

  private static final class RootInBFloat16 extends RmsNormVariant {

    RootInBFloat16(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float inverseRoot(float mean) {
      return Formats.round(super.inverseRoot(mean), FloatFormat.BF16);
    }
  }

  private static final class SumForMean extends RmsNormVariant {

    SumForMean(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float meanSquare(float sum) {
      return sum;
    }
  }

  private static final class EpsInSum extends RmsNormVariant {

    EpsInSum(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float meanSquare(float sum) {
      return (sum + eps()) / problem.width();
    }

    @Override
    protected float inverseRoot(float mean) {
      return 1 / (float) Math.sqrt(mean);
    }
  }

  private static final class TinyIsZero extends RmsNormVariant {

    TinyIsZero(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float inverseRoot(float mean) {
      return mean < 1e-6f ? 0 : super.inverseRoot(mean);
    }
  }
}
