package assay.verify.planted;

import static assay.verify.planted.Planting.TILES;
import static assay.verify.planted.Reported.issue;

import assay.spec.MhaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.Memory;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.Splits;
import java.util.Arrays;
import java.util.List;

/** Parts chosen by more than a sequence's own length, so that its bits depend on its company. */
final class InvarianceBugs {

  private static final int MOST_PARTS = 8;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          planned(
              "DT1",
              "as many parts as sequences",
              InvarianceBugs::byBatch,
              issue("deepseek-ai/FlashMLA", 212)),
          planned(
              "DT3",
              "as many parts as query rows",
              InvarianceBugs::byRows,
              issue("lightseekorg/tokenspeed", 904)),
          planned(
              "DT4",
              "parts as long as half the longest sequence",
              InvarianceBugs::byLongest,
              issue("Dao-AILab/flash-attention", 1570)),
          Planting.mha(
              BugClass.INVARIANCE,
              "DT5",
              "parts begin with a page and end without one",
              TILES.withTileKeys(8),
              InvarianceBugs::partsOverlap,
              issue("pytorch/torchtitan", 3235)));

  private InvarianceBugs() {}

  private static PlantedBug<Problem> planned(
      String id, String title, MhaDecodeVariant.Maker maker, String... sources) {
    return Planting.caughtBy(
        "batch-company",
        Planting.mha(BugClass.INVARIANCE, id, title, TILES.withTileKeys(8), maker, sources));
  }

  private static MhaDecodeVariant byBatch(
      Memory memory, AttentionOptions options, Problem problem) {
    Splits plan = Splits.of(Math.min(MOST_PARTS, Math.max(1, problem.batch())));
    return new MhaDecodeVariant(memory, options.withSplits(plan), problem);
  }

  private static MhaDecodeVariant byRows(Memory memory, AttentionOptions options, Problem problem) {
    int rows = problem.batch() * problem.queryTokens();
    Splits plan = Splits.of(Math.min(MOST_PARTS, Math.max(1, rows)));
    return new MhaDecodeVariant(memory, options.withSplits(plan), problem);
  }

  private static MhaDecodeVariant byLongest(
      Memory memory, AttentionOptions options, Problem problem) {
    int longest = Arrays.stream(problem.table().lengths()).max().orElse(0);
    Splits plan = Splits.every(Math.max(1, longest / 2));
    return new MhaDecodeVariant(memory, options.withSplits(plan), problem);
  }

  private static MhaDecodeVariant partsOverlap(
      Memory memory, AttentionOptions options, Problem problem) {
    int pageSize = problem.table().pageSize();
    return new MhaDecodeVariant(memory, options.withSplits(Splits.of(3)), problem) {
      @Override
      protected int splitBegin(int group, int split) {
        return super.splitBegin(group, split) / pageSize * pageSize;
      }

      @Override
      protected int splitEnd(int group, int split) {
        return super.splitBegin(group, split + 1);
      }
    };
  }
}
