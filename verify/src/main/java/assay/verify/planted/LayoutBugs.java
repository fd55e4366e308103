package assay.verify.planted;

import static assay.verify.planted.Planting.TILES;
import static assay.verify.planted.Reported.pull;

import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.SparseMlaDecode;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.Memory;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.MlaPrefillVariant;
import assay.verify.variant.SparseMlaDecodeVariant;
import java.util.List;

/** Attention over operands whose layout is taken for another. */
final class LayoutBugs {

  private static final BugClass LAYOUT = BugClass.LAYOUT;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          Planting.prefill(
              LAYOUT,
              "LY2",
              "values are read with the stride of keys",
              LayoutBugs::oneStrideForBoth,
              pull("local-inference-lab/vllm", 15),
              pull("local-inference-lab/vllm", 17)),
          Planting.mha(
              LAYOUT,
              "LY52",
              "a page lies as [G, P] instead of [P, G]",
              TILES,
              LayoutBugs::headsOutside),
          Planting.mha(
              LAYOUT,
              "LY53",
              "the query lies as [B, H, S] instead of [B, S, H]",
              TILES,
              LayoutBugs::queryHeadsOutside),
          Planting.mha(
              LAYOUT,
              "LY54",
              "out is written with the stride of the query",
              TILES,
              LayoutBugs::outByQueryStride),
          Planting.sparse(
              LAYOUT,
              "LY55",
              "the query is read as if contiguous",
              TILES,
              LayoutBugs::contiguousQuery));

  private LayoutBugs() {}

  private static MlaPrefillVariant oneStrideForBoth(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected long valueAt(long row) {
        return row * keys.stride();
      }
    };
  }

  private static MhaDecodeVariant headsOutside(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected long row(long slot, int g) {
        int pageSize = problem.table().pageSize();
        long page = slot / pageSize;
        return (page * problem.keyValueHeads() + g) * pageSize + slot % pageSize;
      }
    };
  }

  private static MhaDecodeVariant queryHeadsOutside(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected long queryAt(int row) {
        int tokens = problem.queryTokens();
        int heads = problem.heads();
        int b = row / (tokens * heads);
        int s = row / heads % tokens;
        return super.queryAt((b * heads + row % heads) * tokens + s);
      }
    };
  }

  private static MhaDecodeVariant outByQueryStride(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected long outAt(int row) {
        return row * query.stride();
      }
    };
  }

  private static SparseMlaDecodeVariant contiguousQuery(
      Memory memory, AttentionOptions options, SparseMlaDecode.Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected long queryAt(int row) {
        return (long) row * problem.width();
      }
    };
  }
}
