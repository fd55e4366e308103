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
import assay.verify.variant.Surroundings;
import java.util.List;
import java.util.function.Function;

/** Merges that take one layout for another; right wherever all operands are contiguous. */
final class LayoutMergeBugs {

  private static final FloatFormat F32 = FloatFormat.F32;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          merge(
              "LY1",
              "parts are slices, read as if contiguous",
              LayoutMergeBugs::contiguousParts,
              pull("vllm-project/vllm", 18807)),
          merge(
              "LY3",
              "a part begins by its stride, its rows follow by their width",
              LayoutMergeBugs::twoRowStrides,
              issue("flagos-ai/FlagGems", 5235)),
          merge(
              "LY5",
              "lse of the next part a row count further, whatever the stride",
              LayoutMergeBugs::contiguousLse,
              pull("Dao-AILab/flash-attention", 2388)),
          merge(
              "LY6",
              "out is written as if contiguous",
              LayoutMergeBugs::contiguousOut,
              issue("flashinfer-ai/flashinfer", 1341)),
          merge(
              "LY7",
              "out is stepped with the stride of the parts",
              LayoutMergeBugs::outByInputStride,
              pull("NVIDIA/TensorRT-LLM", 12089)),
          merge("LY50", "parts lie as [N, K] instead of [K, N]", LayoutMergeBugs::rowsOutside),
          merge("LY51", "lse lies as [N, K] instead of [K, N]", LayoutMergeBugs::lseRowsOutside));

  private LayoutMergeBugs() {}

  private static PlantedBug<Problem> merge(
      String id,
      String title,
      Function<Surroundings, Implementation<Problem>> implementation,
      String... sources) {
    return new PlantedBug<>(
        id,
        BugClass.LAYOUT,
        title,
        List.of(sources),
        CombineSplits.OPERATOR,
        NumericContract.F32,
        implementation,
        List.of("within-budget"),
        "");
  }

  private static CombineSplitsVariant contiguousParts(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected long outAt(CombineSplitsMemory memory, int k, int row) {
        return ((long) k * memory.rows() + row) * memory.width();
      }
    };
  }

  private static CombineSplitsVariant twoRowStrides(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected long outAt(CombineSplitsMemory memory, int k, int row) {
        return (long) k * memory.rows() * memory.partStride() + (long) row * memory.width();
      }
    };
  }

  private static CombineSplitsVariant contiguousLse(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected long lseAt(CombineSplitsMemory memory, int k, int row) {
        return (long) k * memory.rows() + row;
      }
    };
  }

  private static CombineSplitsVariant contiguousOut(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected long resultAt(CombineSplitsMemory memory, int row) {
        return (long) row * memory.width();
      }
    };
  }

  private static CombineSplitsVariant outByInputStride(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected long resultAt(CombineSplitsMemory memory, int row) {
        return row * memory.partStride();
      }
    };
  }

  private static CombineSplitsVariant rowsOutside(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected long outAt(CombineSplitsMemory memory, int k, int row) {
        return ((long) row * memory.parts() + k) * memory.partStride();
      }
    };
  }

  private static CombineSplitsVariant lseRowsOutside(Surroundings surroundings) {
    return new CombineSplitsVariant(surroundings, LogBase.E, F32) {
      @Override
      protected long lseAt(CombineSplitsMemory memory, int k, int row) {
        int index = row * memory.parts() + k;
        return index / memory.rows() * memory.lseStride() + index % memory.rows();
      }
    };
  }
}
