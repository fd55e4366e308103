package assay.verify.planted;

import static assay.verify.planted.BugClass.ACCUMULATION;
import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.NORM;
import static assay.verify.planted.BugClass.STATE;
import static assay.verify.planted.BugClass.TAIL;

import assay.numerics.FloatFormat;
import assay.spec.RmsNorm;
import assay.spec.RmsNorm.Problem;
import assay.verify.variant.Buffer;
import assay.verify.variant.Formats;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.Memory;
import assay.verify.variant.RmsNormVariant;
import java.util.Arrays;
import java.util.List;

/** Mistakes in a norm's features, weights and rows. */
final class RmsNormRowBugs {

  private static final LinearOptions OPTIONS = LinearOptions.F32;

  private static final Mutant<Problem, RmsNormVariant.Maker> NORMS =
      new Mutant<>(
          RmsNorm.OPERATOR, OPTIONS.contract(), maker -> RmsNormVariant.with(OPTIONS, maker));

  static final List<PlantedBug<?>> ALL =
      List.of(
          NORMS.of(NORM, 54, "the mean is subtracted first", Centred::new, "within-budget"),
          NORMS.of(NORM, 55, "weights are offsets from 1", OnePlusWeight::new, "within-budget"),
          NORMS.of(NORM, 56, "weights are left out", NoWeight::new, "within-budget"),
          NORMS.of(
              NORM, 57, "rounded to bf16 before the weight", RoundedTwice::new, "within-budget"),
          NORMS.of(NORM, 58, "every row has row 0's root", RootOfRow0::new, "batch-permutation"),
          NORMS.of(
              NORM,
              59,
              "neighbours have each other's weight",
              SwappedWeights::new,
              "feature-permutation"),
          NORMS.of(ACCUMULATION, 80, "squares are summed in fp16", SumInHalf::new, "scale-law"),
          NORMS.of(
              TAIL,
              80,
              "features past a multiple of 8 are not in the sum",
              NoTail::new,
              "within-budget"),
          NORMS.of(
              LAYOUT, 80, "a row begins a width after the last", DenseRows::new, "within-budget"),
          NORMS.of(
              STATE, 80, "a row takes the root of the row before", KeptRoot::new, "repeat-run"));

  private RmsNormRowBugs() {}

  private static final class Centred extends RmsNormVariant {

    Centred(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float[] load(int n) {
      float[] features = super.load(n);
      float mean = 0;
      for (float feature : features) {
        mean += feature / features.length;
      }
      for (int i = 0; i < features.length; i++) {
        features[i] -= mean;
      }
      return features;
    }
  }

  private static final class OnePlusWeight extends RmsNormVariant {

    OnePlusWeight(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float weight(int i) {
      return 1 + super.weight(i);
    }
  }

  private static final class NoWeight extends RmsNormVariant {

    NoWeight(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float weight(int i) {
      return 1;
    }
  }

  private static final class RoundedTwice extends RmsNormVariant {

    RoundedTwice(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float element(float feature, float weight, float inverse) {
      return Formats.round(feature * inverse, FloatFormat.BF16) * weight;
    }
  }

  private static final class RootOfRow0 extends RmsNormVariant {

    RootOfRow0(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float sumOfSquares(float[] features) {
      return super.sumOfSquares(load(0));
    }
  }

  private static final class SwappedWeights extends RmsNormVariant {

    SwappedWeights(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float weight(int i) {
      return super.weight(Math.min(i ^ 1, problem.width() - 1));
    }
  }

  private static final class SumInHalf extends RmsNormVariant {

    SumInHalf(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float sumOfSquares(float[] features) {
      float sum = 0;
      for (float feature : features) {
        sum = Formats.round(sum + feature * feature, FloatFormat.FP16);
      }
      return sum;
    }
  }

  private static final class NoTail extends RmsNormVariant {

    NoTail(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float sumOfSquares(float[] features) {
      int whole = Math.max(features.length / 8 * 8, Math.min(features.length, 8));
      return super.sumOfSquares(Arrays.copyOf(features, whole));
    }
  }

  private static final class DenseRows extends RmsNormVariant {

    DenseRows(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float[] load(int n) {
      float[] features = new float[problem.width()];
      x.load((long) n * features.length, features.length, features, 0);
      return features;
    }
  }

  /** Right in the first row of the first run. */
  private static final class KeptRoot extends RmsNormVariant {

    KeptRoot(Memory memory, LinearOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected float inverseRoot(float mean) {
      Buffer kept = memory.workspace("root", 1, 1);
      float before = kept.load(0);
      float own = super.inverseRoot(mean);
      kept.store(0, own);
      return before > 0 ? before : own;
    }
  }
}
