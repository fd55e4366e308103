package assay.verify.planted;

import static assay.verify.planted.Planting.TILES;
import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionRow;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Memory;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.MlaPrefillVariant;
import java.util.List;

/** Several query tokens, and what each of them sees. */
final class CausalBugs {

  private static final BugClass CAUSAL = BugClass.CAUSAL;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          Planting.mha(
              CAUSAL,
              "CA1",
              "the causal mask is ignored",
              TILES,
              CausalBugs::ignored,
              pull("lightseekorg/tokenspeed", 469),
              pull("ROCm/aiter", 3046),
              pull("AMD-Ecosystem/flashinfer", 296)),
          Planting.prefill(
              CAUSAL,
              "CA5",
              "the mask's corner is the first key and the first query",
              CausalBugs::topLeft,
              pull("gittensor-ai-lab/sparkinfer", 4),
              issue("Dao-AILab/flash-attention", 282)),
          Planting.prefill(
              CAUSAL,
              "CA7",
              "the mask's corner is the longest sequence's last query",
              CausalBugs::paddedExtent,
              pull("flashinfer-ai/flashinfer", 4382)),
          Planting.prefill(
              CAUSAL,
              "CA8",
              "rows are written as if all sequences were the longest",
              CausalBugs::paddedRows,
              pull("flashinfer-ai/flashinfer", 4059)),
          Planting.prefill(
              CAUSAL,
              "CA9",
              "a block's keys end where those of its first query do",
              CausalBugs::scheduledForOne,
              pull("vllm-project/vllm", 45227)),
          Planting.prefill(
              CAUSAL,
              "CA11",
              "a block whose queries all come before the first key writes nothing",
              CausalBugs::emptyBlockSkipped,
              issue("Dao-AILab/flash-attention", 1778)),
          Planting.mha(
              CAUSAL, "CA50", "the diagonal is masked too", TILES, CausalBugs::diagonalMasked),
          Planting.mha(
              CAUSAL, "CA51", "one key of the future is seen", TILES, CausalBugs::oneTooMany),
          Planting.mha(
              CAUSAL, "CA52", "the last tile alone is masked", TILES, CausalBugs::lastTileAlone),
          Planting.mha(
              CAUSAL,
              "CA53",
              "query token and head of a packed row are mistaken",
              TILES,
              CausalBugs::packedRow),
          Planting.prefill(
              CAUSAL,
              "CA54",
              "the mask is that of the block's first query",
              CausalBugs::maskOfBlock));

  private CausalBugs() {}

  private static MhaDecodeVariant ignored(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected int hidden(int s) {
        return 0;
      }
    };
  }

  private static MlaPrefillVariant topLeft(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected int limit(int b, int i) {
        return problem.causal() ? Math.min(keysOf(b), i + 1) : keysOf(b);
      }
    };
  }

  private static MlaPrefillVariant paddedExtent(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected int limit(int b, int i) {
        int hidden = problem.causal() ? longest() - 1 - i : 0;
        return Math.max(0, keysOf(b) - hidden);
      }
    };
  }

  private static MlaPrefillVariant paddedRows(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected long outAt(int row) {
        int b = sequenceOf(row / problem.heads());
        int padding = b * longest() - queryStart(b);
        return super.outAt(row + padding * problem.heads());
      }
    };
  }

  private static MlaPrefillVariant scheduledForOne(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected int keys(int group) {
        return queriesOf(group) == 0 ? 0 : limit(sequence(group), firstQuery(group));
      }
    };
  }

  private static MlaPrefillVariant emptyBlockSkipped(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected void part(int group, int split) {
        if (keys(group) > 0) {
          super.part(group, split);
        }
      }
    };
  }

  private static MhaDecodeVariant diagonalMasked(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected int hidden(int s) {
        return super.hidden(s) + (problem.causal() ? 1 : 0);
      }
    };
  }

  private static MhaDecodeVariant oneTooMany(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected int hidden(int s) {
        return Math.max(0, super.hidden(s) - 1);
      }
    };
  }

  private static MhaDecodeVariant lastTileAlone(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected int visibleIn(AttentionRow state, AttentionTile tile) {
        int length = length(state.row / problem.heads() / problem.queryTokens());
        boolean last = tile.first() + tile.count() == length;
        return last ? super.visibleIn(state, tile) : tile.count();
      }
    };
  }

  private static MhaDecodeVariant packedRow(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected int visible(int row) {
        int rows = problem.queryTokens() * problem.heads();
        int s = row % rows % problem.queryTokens();
        return Math.max(0, length(row / rows) - hidden(s));
      }
    };
  }

  private static MlaPrefillVariant maskOfBlock(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected int limit(int b, int i) {
        return super.limit(b, i / blockQueries() * blockQueries());
      }
    };
  }
}
