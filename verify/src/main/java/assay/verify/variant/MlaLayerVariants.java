package assay.verify.variant;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.MlaLayer;
import assay.spec.NumericContract;
import java.util.List;

/** Correct layers: kernels that a contract admits, composed. */
public final class MlaLayerVariants {

  private static final LinearOptions F32 = LinearOptions.F32;

  /** Softmax weights are F32, as cosines are: a contract has one format for both. */
  private static final AttentionOptions BF16 = AttentionOptions.F32.withOutput(FloatFormat.BF16);

  private static final Arithmetic AMPERE =
      new MatrixUnit((Accumulation.Truncated) Accumulation.AMPERE);

  private static final List<HonestVariant<?>> ALL =
      List.of(
          variant("f32", F32, AttentionOptions.F32),
          variant(
              "warp",
              F32.withSums(new Strided(8)),
              AttentionOptions.F32.withScores(new Strided(32))),
          variant("split", F32.withTileTerms(5), AttentionOptions.F32.withSplits(Splits.of(3))),
          variant(
              "backwards",
              F32.withSums(new MultiplyAdd()),
              AttentionOptions.F32.withBackwards().withTileKeys(4)),
          variant("bf16", F32.withOutput(FloatFormat.BF16), BF16),
          variant(
              "ampere",
              F32.withOutput(FloatFormat.BF16).withSums(AMPERE),
              BF16.withScores(AMPERE).withValues(AMPERE)));

  private MlaLayerVariants() {}

  static List<HonestVariant<?>> all() {
    return ALL;
  }

  private static HonestVariant<MlaLayer.Problem> variant(
      String name, LinearOptions linear, AttentionOptions attention) {
    NumericContract contract = attention.contract();
    return new HonestVariant<>(
        "layer-" + name,
        MlaLayer.OPERATOR,
        contract,
        MlaLayerVariant.with(linear, attention, MlaLayerVariant::new));
  }
}
