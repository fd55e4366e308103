package assay.verify.planted;

import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.numerics.BFloat16;
import assay.numerics.FloatFormat;
import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Implementation;
import assay.spec.NumericContract;
import assay.verify.variant.CombineSplitsMemory;
import assay.verify.variant.CombineSplitsVariant;
import assay.verify.variant.LogBase;
import assay.verify.variant.OnlineCombineSplits;
import assay.verify.variant.PairwiseCombineSplits;
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.function.Function;

/** Parts merged by wrong weights, and what their lse becomes. */
final class MergeBugs {

  private static final FloatFormat F32 = FloatFormat.F32;
  private static final float LOG2_E = 1.442695f;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          merge(
              "LS1",
              "lse of base 2 taken for natural",
              MergeBugs::baseTwoAsNatural,
              pull("vllm-project/vllm", 47079)),
          merge(
              "LS3",
              "lse of the prefix alone in base 2",
              MergeBugs::prefixInBaseTwo,
              pull("vllm-project/vllm", 52796),
              issue("sgl-project/sglang", 40903),
              pull("sgl-project/sglang", 35045)),
          merge(
              "LS4",
              "natural lse merged with powers of 2",
              MergeBugs::naturalAsBaseTwo,
              issue("sgl-project/sglang", 33064)),
          merge("LS61", "parts averaged without weights", MergeBugs::unweighted),
          merge(
              "LS7",
              "lse of the last part stands for all",
              MergeBugs::lastLse,
              pull("flashinfer-ai/flashinfer", 58)),
          merge(
              "LS13",
              "a single part's lse is never written",
              MergeBugs::onePartWithoutLse,
              pull("ROCm/aiter", 3606)),
          merge("LS50", "the odd part of a tree is dropped", MergeBugs::oddPartDropped),
          merge("LS51", "the running sum is not rescaled", MergeBugs::sumNotRescaled),
          merge("LS52", "lse is the maximum alone", MergeBugs::lseIsMaximum),
          merge("LS53", "lse rounded to bf16 before the weights", MergeBugs::lseInBFloat16),
          merge("LS54", "maximum over two parts at most", MergeBugs::maximumOfTwo),
          of(
              BugClass.SOFTMAX,
              "SM6",
              "parts weighted by exp(lse) as it is",
              MergeBugs::withoutMaximum,
              pull("SHI-Labs/NATTEN", 202)),
          of(
              BugClass.ACCUMULATION,
              "AC59",
              "shares of parts rounded to bf16",
              MergeBugs::sharesInBFloat16));

  private MergeBugs() {}

  private static PlantedBug<Problem> merge(
      String id,
      String title,
      Function<Surroundings, Implementation<Problem>> implementation,
      String... sources) {
    return of(BugClass.LSE, id, title, implementation, sources);
  }

  private static PlantedBug<Problem> of(
      BugClass kind,
      String id,
      String title,
      Function<Surroundings, Implementation<Problem>> implementation,
      String... sources) {
    return new PlantedBug<>(
        id,
        kind,
        title,
        List.of(sources),
        CombineSplits.OPERATOR,
        NumericContract.F32,
        implementation,
        List.of("within-budget"),
        "");
  }

  private static CombineSplitsVariant baseTwoAsNatural(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float fromNats(float lseNats) {
        return lseNats * LOG2_E;
      }
    };
  }

  private static CombineSplitsVariant prefixInBaseTwo(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float lse(CombineSplitsMemory memory, int k, int row) {
        float lse = super.lse(memory, k, row);
        return k == 0 ? lse * LOG2_E : lse;
      }
    };
  }

  private static CombineSplitsVariant naturalAsBaseTwo(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.TWO, F32) {
      @Override
      protected float fromNats(float lseNats) {
        return lseNats;
      }

      @Override
      protected float toNats(float lse) {
        return lse;
      }
    };
  }

  private static CombineSplitsVariant unweighted(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float[] mean(int width, List<Part> parts, float[] weights, float sum, float lse) {
        List<Part> full = parts.stream().filter(part -> !isEmpty(part.lse())).toList();
        float[] mean = new float[width];
        full.forEach(part -> add(mean, 1f / full.size(), part.out()));
        return mean;
      }
    };
  }

  private static CombineSplitsVariant lastLse(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected Part combine(int width, List<Part> parts) {
        return new Part(parts.getLast().lse(), super.combine(width, parts).out());
      }
    };
  }

  private static CombineSplitsVariant onePartWithoutLse(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected void writeLse(CombineSplitsMemory memory, int row, float lseNats) {
        if (memory.parts() > 1) {
          super.writeLse(memory, row, lseNats);
        }
      }
    };
  }

  private static PairwiseCombineSplits oddPartDropped(Surroundings surroundings) {
    return new PairwiseCombineSplits(surroundings, LogBase.E, F32) {
      @Override
      protected Part combine(int width, List<Part> parts) {
        int even = parts.size() == 1 ? 1 : parts.size() / 2 * 2;
        return super.combine(width, parts.subList(0, even));
      }
    };
  }

  private static OnlineCombineSplits sumNotRescaled(Surroundings surroundings) {
    return new OnlineCombineSplits(surroundings, LogBase.E, F32) {
      @Override
      protected float rescaledSum(float sum, float kept) {
        return sum;
      }
    };
  }

  private static CombineSplitsVariant lseIsMaximum(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float lse(float largest, float sum) {
        return largest;
      }
    };
  }

  private static CombineSplitsVariant lseInBFloat16(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float fromNats(float lseNats) {
        return BFloat16.toFloat(BFloat16.fromFloat(lseNats));
      }
    };
  }

  private static CombineSplitsVariant maximumOfTwo(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float largest(List<Part> parts) {
        return super.largest(parts.subList(0, Math.min(2, parts.size())));
      }
    };
  }

  private static CombineSplitsVariant withoutMaximum(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float largest(List<Part> parts) {
        return isEmpty(super.largest(parts)) ? Float.NEGATIVE_INFINITY : 0;
      }
    };
  }

  private static CombineSplitsVariant sharesInBFloat16(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected float[] mean(int width, List<Part> parts, float[] weights, float sum, float lse) {
        float[] rounded = weights.clone();
        for (int k = 0; k < rounded.length; k++) {
          rounded[k] = BFloat16.toFloat(BFloat16.fromFloat(weights[k] / sum));
        }
        return super.mean(width, parts, rounded, 1, lse);
      }
    };
  }
}
