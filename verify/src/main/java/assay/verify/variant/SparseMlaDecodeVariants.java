package assay.verify.variant;

import static assay.verify.variant.AttentionOptions.BF16;
import static assay.verify.variant.AttentionOptions.F32;

import assay.spec.SparseMlaDecode;
import assay.spec.SparseMlaDecode.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Correct kernels for {@link SparseMlaDecode}; beside what every attention leaves open, what
 * becomes of invalid indices, and where the sink comes in.
 */
final class SparseMlaDecodeVariants {

  private static final AttentionOptions TILES = F32.withTileKeys(16);

  private static final List<HonestVariant<?>> ALL =
      List.of(
          variant("f32", F32),
          variant("base-e", TILES.withScaling(Scaling.NATURAL)),
          variant("split-4", F32.withTileKeys(8).withSplits(Splits.of(4))),
          variant("split-every-24", F32.withTileKeys(8).withSplits(Splits.every(24))),
          variant("backwards", TILES.withBackwards().withScaling(Scaling.QUERY)),
          variant("two-passes", TILES.withTwoPasses()),
          variant("head-alone", F32.withHeadsPerGroup(1).withScaling(Scaling.EXPONENT)),
          variant("bf16", BF16.withTileKeys(16)),
          variant("gathered", TILES, SparseMlaDecodeVariants::gathered),
          variant("sink-in-sum", TILES, SparseMlaDecodeVariants::sinkInSum));

  private SparseMlaDecodeVariants() {}

  static List<HonestVariant<?>> all() {
    return ALL;
  }

  private static HonestVariant<Problem> variant(String name, AttentionOptions options) {
    return variant(name, options, SparseMlaDecodeVariant::new);
  }

  private static HonestVariant<Problem> variant(
      String name, AttentionOptions options, SparseMlaDecodeVariant.Maker maker) {
    return new HonestVariant<>(
        "sparse-" + name,
        SparseMlaDecode.OPERATOR,
        options.contract(),
        SparseMlaDecodeVariant.with(options, maker));
  }

  /** Invalid indices are taken out of the list beforehand. */
  private static SparseMlaDecodeVariant gathered(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      private final Map<Integer, int[]> valid = new HashMap<>();

      @Override
      protected int count(int token) {
        return valid(token).length;
      }

      @Override
      protected int index(int token, int i) {
        return super.index(token, valid(token)[i]);
      }

      private int[] valid(int token) {
        return valid.computeIfAbsent(token, this::places);
      }

      private int[] places(int token) {
        return IntStream.range(0, super.count(token))
            .filter(place -> isValid(super.index(token, place)))
            .toArray();
      }
    };
  }

  /** The sink is added to the weights' sum before the division. */
  private static SparseMlaDecodeVariant sinkInSum(
      Memory memory, AttentionOptions options, Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void normalise(AttentionRow state, float[] target) {
        float sum = state.sum;
        float sink = sink(state.row) * Scaling.LOG2_E;
        state.sum += options.exponential().exp2(sink - state.largest);
        super.normalise(state, target);
        state.sum = sum;
      }

      @Override
      protected float shareBesideSink(float sink, float lse) {
        return 1;
      }
    };
  }
}
