package assay.verify.variant;

import assay.numerics.FloatFormat;
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import java.util.List;
import java.util.function.Function;

/** Honest {@link CombineSplits}: they differ in grouping, base, normaliser and result format. */
final class CombineSplitsVariants {

  private static final FloatFormat F32 = FloatFormat.F32;

  private static final List<HonestVariant<?>> ALL =
      List.of(
          f32("at-once", s -> new CombineSplitsVariant(s, LogBase.E, F32)),
          f32("at-once-base-2", s -> new CombineSplitsVariant(s, LogBase.TWO, F32)),
          f32("weights-by-lse", s -> byLse(s, F32)),
          f32("online", s -> new OnlineCombineSplits(s, LogBase.E, F32)),
          f32("online-base-2", s -> new OnlineCombineSplits(s, LogBase.TWO, F32)),
          f32("tree-base-2", s -> new PairwiseCombineSplits(s, LogBase.TWO, F32)),
          f32("chain", CombineSplitsVariants::chain),
          variant(
              "weights-by-lse-bf16",
              NumericContract.F32.withOutput(FloatFormat.BF16),
              s -> byLse(s, FloatFormat.BF16)));

  private CombineSplitsVariants() {}

  static List<List<HonestVariant<?>>> families() {
    return List.of(ALL);
  }

  private static HonestVariant<Problem> f32(
      String name, Function<Surroundings, Implementation<Problem>> implementation) {
    return variant(name, NumericContract.F32, implementation);
  }

  private static HonestVariant<Problem> variant(
      String name,
      NumericContract contract,
      Function<Surroundings, Implementation<Problem>> implementation) {
    return new HonestVariant<>(name, CombineSplits.OPERATOR, contract, implementation);
  }

  /** Each weight is the exponential of the difference from the rounded lse, as in FlashMLA. */
  private static CombineSplitsVariant byLse(Surroundings surroundings, FloatFormat format) {
    return new CombineSplitsVariant(surroundings, LogBase.TWO, format) {
      @Override
      protected float[] mean(int width, List<Part> parts, float[] weights, float sum, float lse) {
        float[] mean = new float[width];
        for (Part part : parts) {
          if (!isEmpty(part.lse())) {
            add(mean, weight(part.lse(), lse), part.out());
          }
        }
        return mean;
      }
    };
  }

  /** What is merged so far with the next part. */
  private static PairwiseCombineSplits chain(Surroundings surroundings) {
    return new PairwiseCombineSplits(surroundings, LogBase.E, F32) {
      @Override
      protected int cut(int count) {
        return count - 1;
      }
    };
  }
}
