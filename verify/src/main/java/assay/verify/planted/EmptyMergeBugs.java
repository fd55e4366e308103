package assay.verify.planted;

import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.numerics.FloatFormat;
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.verify.variant.CombineSplitsMemory;
import assay.verify.variant.CombineSplitsVariant;
import assay.verify.variant.LogBase;
import assay.verify.variant.PairwiseCombineSplits;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.function.Function;

/** Merges that stumble over parts without keys. */
final class EmptyMergeBugs {

  private static final FloatFormat F32 = FloatFormat.F32;

  /** What a kernel unrolled by four handles apart. */
  private static final int UNROLLED = 4;

  private static final float FINITE_INFINITY = 5e4f;
  private static final float FINITE_LSE = -1e30f;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          merge(
              "EM1",
              "parts that are all empty give -inf - -inf",
              EmptyMergeBugs::unguarded,
              issue("vllm-project/vllm", 27491),
              pull("vllm-project/vllm", 28181)),
          merge(
              "EM2",
              "all parts empty: guarded in one of two kernels",
              EmptyMergeBugs::guardedOnce,
              pull("vllm-project/vllm", 39148)),
          merge(
              "EM3",
              "a cascade of two empty states is NaN",
              EmptyMergeBugs::unguardedCascade,
              issue("flashinfer-ai/flashinfer", 4051)),
          merge(
              "EM11",
              "an empty part has the weight of lse 0",
              EmptyMergeBugs::emptyWeighs,
              pull("ROCm/aiter", 3641)),
          merge(
              "EM53",
              "an empty part's lse is read as +inf",
              EmptyMergeBugs::infiniteMaximum,
              pull("vllm-project/vllm", 15492)),
          merge(
              "EM50",
              "an empty part's out is multiplied by its weight 0",
              EmptyMergeBugs::zeroTimesAnything,
              pull("flashinfer-ai/flashinfer", 4975)),
          merge("EM51", "all parts empty give lse -1e30", EmptyMergeBugs::finiteLse),
          merge(
              "EM52",
              "maximum begins at -5e4",
              EmptyMergeBugs::finiteMaximum,
              issue("flashinfer-ai/flashinfer", 4452)));

  private EmptyMergeBugs() {}

  private static PlantedBug<Problem> merge(
      String id,
      String title,
      Function<Surroundings, Implementation<Problem>> implementation,
      String... sources) {
    return new PlantedBug<>(
        id,
        BugClass.EMPTY,
        title,
        List.of(sources),
        CombineSplits.OPERATOR,
        NumericContract.F32,
        implementation,
        List.of("within-budget"),
        "");
  }

  private static CombineSplitsVariant unguarded(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected boolean isEmpty(float lse) {
        return false;
      }
    };
  }

  private static CombineSplitsVariant guardedOnce(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected Part nothing(int width) {
        return width % UNROLLED == 0 ? super.nothing(width) : new Part(Float.NaN, new float[width]);
      }
    };
  }

  private static PairwiseCombineSplits unguardedCascade(Surroundings surroundings) {
    return new PairwiseCombineSplits(surroundings, LogBase.TWO, F32) {
      @Override
      protected Part merge(int width, Part left, Part right) {
        boolean bothEmpty = isEmpty(left.lse()) && isEmpty(right.lse());
        return bothEmpty
            ? new Part(left.lse() - right.lse(), left.out())
            : super.merge(width, left, right);
      }
    };
  }

  private static CombineSplitsVariant emptyWeighs(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float weight(float lse, float largest) {
        return isEmpty(lse) ? exp(-largest) : super.weight(lse, largest);
      }
    };
  }

  private static CombineSplitsVariant infiniteMaximum(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.TWO, F32) {
      @Override
      protected float weight(float lse, float largest) {
        return super.weight(isEmpty(lse) ? Float.POSITIVE_INFINITY : lse, largest);
      }
    };
  }

  private static CombineSplitsVariant zeroTimesAnything(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float[] mean(int width, List<Part> parts, float[] weights, float sum, float lse) {
        float[] mean = new float[width];
        for (int k = 0; k < weights.length; k++) {
          add(mean, weights[k] / sum, parts.get(k).out());
        }
        return mean;
      }
    };
  }

  private static CombineSplitsVariant finiteLse(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected void writeLse(CombineSplitsMemory memory, int row, float lseNats) {
        super.writeLse(memory, row, isEmpty(lseNats) ? FINITE_LSE : lseNats);
      }
    };
  }

  private static CombineSplitsVariant finiteMaximum(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float largest(List<Part> parts) {
        return Math.max(-FINITE_INFINITY, super.largest(parts));
      }
    };
  }
}
