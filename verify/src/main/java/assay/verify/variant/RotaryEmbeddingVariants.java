package assay.verify.variant;

import assay.numerics.FloatFormat;
import assay.spec.NumericContract;
import assay.spec.RotaryEmbedding;
import java.util.List;

/** Correct kernels for {@link RotaryEmbedding}. */
public final class RotaryEmbeddingVariants {

  private static final LinearOptions F32 = LinearOptions.F32;

  private static final List<HonestVariant<?>> ALL =
      List.of(
          variant("computed", F32, RotaryEmbeddingVariant::new),
          variant("table", F32, Table::new),
          variant("inverse-power", F32, InversePower::new),
          variant("bf16", LinearOptions.BF16, RotaryEmbeddingVariant::new),
          variant("bf16-table", LinearOptions.BF16.withWeights(FloatFormat.BF16), Table::new),
          variant("fp16", F32.withOutput(FloatFormat.FP16), InversePower::new),
          new HonestVariant<>(
              "rope-wide-angles",
              RotaryEmbedding.OPERATOR,
              wideAngles(),
              RotaryEmbeddingVariant.with(F32, WideAngles::new)));

  private RotaryEmbeddingVariants() {}

  static List<HonestVariant<?>> all() {
    return ALL;
  }

  private static NumericContract wideAngles() {
    NumericContract f32 = NumericContract.F32;
    return new NumericContract(
        FloatFormat.F64,
        f32.weights(),
        f32.accumulator(),
        f32.overFeatures(),
        f32.overKeys(),
        f32.output(),
        f32.lse(),
        f32.exp2RelativeError(),
        f32.logAbsoluteError(),
        f32.keysPerRescale());
  }

  private static HonestVariant<RotaryEmbedding.Problem> variant(
      String name, LinearOptions options, RotaryEmbeddingVariant.Maker maker) {
    return new HonestVariant<>(
        "rope-" + name,
        RotaryEmbedding.OPERATOR,
        options.contract(),
        RotaryEmbeddingVariant.with(options, maker));
  }

  /** Cosines and sines of a token are kept in memory before features are turned. */
  private static final class Table extends RotaryEmbeddingVariant {

    Table(Memory memory, LinearOptions options, RotaryEmbedding.Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected void turn(int n, int h, int i) {
      Buffer table = memory.workspace("table", problem.tokens(), rope.width());
      long row = n * table.stride();
      if (h == 0) {
        table.store(row + i, super.cosine(position(n, h), i));
        table.store(row + rope.pairs() + i, super.sine(position(n, h), i));
      }
      float cosine = table.load(row + i);
      float sine = table.load(row + rope.pairs() + i);
      long at = ((long) n * problem.heads() + h);
      float first = feature(at, first(i));
      float second = feature(at, second(i));
      y.store(at * y.stride() + first(i), output(Math.fma(first, cosine, -(second * sine))));
      y.store(at * y.stride() + second(i), output(Math.fma(first, sine, second * cosine)));
    }
  }

  /** 1 / θ^(2i/R), as DeepSeek's code has it. */
  private static final class InversePower extends RotaryEmbeddingVariant {

    InversePower(Memory memory, LinearOptions options, RotaryEmbedding.Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float unscaled(int i) {
      return 1 / (float) StrictMath.pow(theta(), 2f * i / rope.width());
    }
  }

  /** Frequencies and angles in binary64. */
  private static final class WideAngles extends RotaryEmbeddingVariant {

    WideAngles(Memory memory, LinearOptions options, RotaryEmbedding.Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float cosine(int position, int i) {
      return (float) StrictMath.cos(wideAngle(position, i)) * amplitude();
    }

    @Override
    protected float sine(int position, int i) {
      return (float) StrictMath.sin(wideAngle(position, i)) * amplitude();
    }

    private double wideAngle(int position, int i) {
      double fast = StrictMath.pow(theta(), -2.0 * i / rope.width());
      double factor = rope.yarn().factor();
      double ramp = factor > 1 ? wideRamp(i) : 0;
      return position * (fast / factor * ramp + fast * (1 - ramp));
    }

    private double wideRamp(int i) {
      double low = Math.max(0, Math.floor(pairTurning(rope.yarn().betaFast())));
      double high = Math.min(rope.width() - 1, Math.ceil(pairTurning(rope.yarn().betaSlow())));
      double length = high == low ? 0.001 : high - low;
      return Math.clamp((i - low) / length, 0.0, 1.0);
    }
  }
}
