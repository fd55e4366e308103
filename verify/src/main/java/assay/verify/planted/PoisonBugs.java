package assay.verify.planted;

import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionRow;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Memory;
import assay.verify.variant.PagedMlaDecodeVariant;
import java.util.Arrays;
import java.util.List;

/** Memory that holds nothing yet, or nothing of this sequence. */
final class PoisonBugs {

  private static final DecodeBug PLAIN = DecodeBug.in(BugClass.POISON);

  static final List<PlantedBug<?>> BUGS =
      List.of(
          PLAIN.bug(
              "NP1",
              "scores of a page's empty slots are masked, their values are not",
              PoisonBugs::valuesUnmasked,
              issue("Dao-AILab/flash-attention", 1745),
              issue("Dao-AILab/flash-attention", 2374),
              issue("flashinfer-ai/flashinfer", 941),
              issue("flashinfer-ai/flashinfer", 942),
              pull("vllm-project/vllm", 53856),
              pull("vllm-project/vllm", 936),
              pull("vllm-project/vllm", 30887),
              pull("ggml-org/llama.cpp", 3523)),
          PLAIN.bug(
              "NP6",
              "rows are written packed, without the empty ones",
              PoisonBugs::packedRows,
              pull("sgl-project/sglang", 19902)),
          PLAIN.bug(
              "NP8",
              "results are added to what the output holds",
              PoisonBugs::accumulates,
              issue("flashinfer-ai/flashinfer", 2409)),
          PLAIN.bug(
              "NP9",
              "the mask is added to scores of unwritten memory",
              PoisonBugs::addedMask,
              issue("pytorch/pytorch", 101967)),
          PLAIN.bug("NP50", "scores are added to those of the last tile", PoisonBugs::keptScores),
          PLAIN.bug("NP51", "rows of lse without keys are left unwritten", PoisonBugs::emptyLse),
          PLAIN.bug(
              "NP52",
              "the last feature of an odd row is not written",
              PoisonBugs::pairsOfFeatures));

  private PoisonBugs() {}

  /** Loads whole pages. */
  private static class WholePages extends PagedMlaDecodeVariant {

    WholePages(Memory memory, AttentionOptions options, Problem problem) {
      super(memory, options, problem);
    }

    @Override
    protected void loadTile(int group, int first, int end, AttentionTile tile) {
      int pageSize = problem.cache().pageSize();
      int loaded = Math.ceilDiv(end, pageSize) * pageSize;
      for (int j = 0; j < Math.min(tile.capacity(), loaded - first); j++) {
        load(group, first + j, tile, j);
      }
      super.loadTile(group, first, end, tile);
    }

    @Override
    protected void clear(AttentionTile tile, int j) {
      // holds what the page holds, or what the last tile left
    }
  }

  private static PagedMlaDecodeVariant valuesUnmasked(
      Memory memory, AttentionOptions options, Problem problem) {
    return new WholePages(memory, options, problem) {
      @Override
      protected int weighted(AttentionRow state, AttentionTile tile) {
        return tile.capacity();
      }
    };
  }

  private static PagedMlaDecodeVariant addedMask(
      Memory memory, AttentionOptions options, Problem problem) {
    return new WholePages(memory, options, problem) {
      @Override
      protected void mask(float[] scores, int visible) {
        for (int j = visible; j < scores.length; j++) {
          scores[j] += Float.NEGATIVE_INFINITY;
        }
      }
    };
  }

  private static PagedMlaDecodeVariant packedRows(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      private int written;

      @Override
      protected void store(int row, float[] values, float lseNats) {
        if (visible(row) > 0) {
          super.store(written++, values, lseNats);
        }
      }
    };
  }

  private static PagedMlaDecodeVariant accumulates(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] values, float lseNats) {
        float[] sums = new float[values.length];
        out.load(row * out.stride(), sums.length, sums, 0);
        for (int d = 0; d < sums.length; d++) {
          sums[d] += values[d];
        }
        super.store(row, sums, lseNats);
      }
    };
  }

  private static PagedMlaDecodeVariant keptScores(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      private final float[] kept = memory.scratch(1, options.tileKeys())[0];

      @Override
      protected void dots(AttentionRow state, AttentionTile tile, float[] scores) {
        System.arraycopy(kept, 0, scores, 0, scores.length);
        super.dots(state, tile, scores);
        System.arraycopy(scores, 0, kept, 0, scores.length);
      }
    };
  }

  private static PagedMlaDecodeVariant emptyLse(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] values, float lseNats) {
        out.store(row * out.stride(), values.length, values, 0);
        if (visible(row) > 0) {
          lse.store(row * lse.stride(), lseNats);
        }
      }
    };
  }

  private static PagedMlaDecodeVariant pairsOfFeatures(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] values, float lseNats) {
        super.store(row, Arrays.copyOf(values, values.length / 2 * 2), lseNats);
      }
    };
  }
}
