package assay.verify.variant;

import static assay.verify.variant.AttentionOptions.BF16;
import static assay.verify.variant.AttentionOptions.F32;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.Accumulation.Truncated;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import java.util.List;
import java.util.stream.Stream;

/**
 * Correct kernels for {@link PagedMlaDecode}: one for each thing that a contract leaves open, and
 * some that are made like a known kernel.
 */
public final class PagedMlaDecodeVariants {

  private static final Arithmetic FMA = new FmaChain();
  private static final Arithmetic WARP = new Strided(32);

  /** F32 inside and out. */
  private static final List<HonestVariant<?>> PRECISE =
      List.of(
          variant("fma", F32),
          variant("multiply-add", F32.withScores(new MultiplyAdd()).withValues(new MultiplyAdd())),
          variant("warp", F32.withScores(WARP)),
          variant("warp-both", F32.withScores(WARP).withValues(new Strided(4))),
          variant("tile-1", F32.withTileKeys(1)),
          variant("tile-17", F32.withTileKeys(17)),
          variant("tile-32", F32.withTileKeys(32)),
          variant("tile-128", F32.withTileKeys(128)),
          variant("backwards", F32.withBackwards()),
          variant("two-passes", F32.withTwoPasses()),
          variant("scale-in-query", F32.withScaling(Scaling.QUERY)),
          variant("scale-in-exponent", F32.withScaling(Scaling.EXPONENT)),
          variant("base-e", F32.withScaling(Scaling.NATURAL)),
          variant("blocked-features", F32.withScores(new Blocked(FMA, 64))),
          variant("blocked-keys", F32.withValues(new Blocked(FMA, 64))),
          variant("polynomial", F32.withExponential(Polynomial.SEVENTH)),
          variant("split-2", F32.withSplits(Splits.of(2))),
          variant("split-64", F32.withSplits(Splits.of(64)).withTileKeys(32)),
          variant("split-every-96", F32.withSplits(Splits.every(96)).withTileKeys(32)),
          variant("split-base-e", F32.withSplits(Splits.of(8)).withScaling(Scaling.NATURAL)),
          variant("split-backwards", F32.withSplits(Splits.of(3)).withBackwards()),
          variant("head-alone", F32.withHeadsPerGroup(1)),
          variant("heads-of-16", F32.withHeadsPerGroup(16)));

  /** Weights and outputs of 16 bits. */
  private static final List<HonestVariant<?>> COARSE =
      List.of(
          variant("bf16", BF16),
          variant("bf16-split-8", BF16.withSplits(Splits.of(8))),
          variant("bf16-split-by-lse", BF16.withSplits(Splits.of(8)).withMergeByLse()),
          variant("bf16-weights", F32.withWeights(FloatFormat.BF16)),
          variant("fp16", F32.withWeights(FloatFormat.FP16).withOutput(FloatFormat.FP16)),
          variant("bf16-two-passes", BF16.withTwoPasses().withExponential(Polynomial.SEVENTH)));

  /** Sums of a matrix unit. */
  private static final List<HonestVariant<?>> TRUNCATING =
      List.of(
          variant("volta", on(Accumulation.VOLTA, F32.withWeights(FloatFormat.FP16))),
          variant("turing", on(Accumulation.TURING, F32.withWeights(FloatFormat.FP16))),
          variant("ampere", on(Accumulation.AMPERE, BF16)),
          variant(
              "ampere-split-16",
              on(Accumulation.AMPERE, BF16.withSplits(Splits.of(16)).withTileKeys(16))),
          variant("hopper", on(Accumulation.HOPPER, BF16.withScaling(Scaling.EXPONENT))),
          variant(
              "hopper-backwards",
              on(Accumulation.HOPPER, BF16.withScaling(Scaling.EXPONENT).withBackwards())),
          variant("blackwell", on(Accumulation.BLACKWELL, BF16.withTileKeys(128))),
          variant(
              "blackwell-cubic",
              on(Accumulation.BLACKWELL, BF16.withExponential(Polynomial.THIRD))),
          variant(
              "hopper-promoted",
              BF16.withScores(new MatrixUnit((Truncated) Accumulation.HOPPER))
                  .withValues(new Blocked(new MatrixUnit((Truncated) Accumulation.HOPPER), 64))));

  private PagedMlaDecodeVariants() {}

  static List<HonestVariant<?>> all() {
    return Stream.of(PRECISE, COARSE, TRUNCATING).flatMap(List::stream).toList();
  }

  private static AttentionOptions on(Accumulation unit, AttentionOptions options) {
    MatrixUnit matrix = new MatrixUnit((Truncated) unit);
    return options.withScores(matrix).withValues(matrix);
  }

  private static HonestVariant<Problem> variant(String name, AttentionOptions options) {
    return new HonestVariant<>(
        "decode-" + name,
        PagedMlaDecode.OPERATOR,
        options.contract(),
        PagedMlaDecodeVariant.with(options, PagedMlaDecodeVariant::new));
  }
}
