package assay.verify.planted;

import static assay.verify.planted.Planting.SPLITS;
import static assay.verify.planted.Planting.TILES;
import static assay.verify.planted.Reported.pull;

import assay.spec.MhaDecode;
import assay.spec.PagedMlaDecode;
import assay.spec.Result;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.Memory;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.PagedMlaDecodeVariant;
import java.util.Arrays;
import java.util.List;

/** Heads that are mistaken for others, left out, or padded beyond what is theirs. */
final class HeadBugs {

  private static final BugClass HEADS = BugClass.HEADS;

  /** Heads that a matrix instruction handles at once. */
  private static final int FOLD = 8;

  private static final int LANES = 4;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          Planting.latent(
              HEADS,
              "HD1",
              "heads folded by eight are taken apart in the wrong order",
              TILES,
              HeadBugs::foldedWrongly,
              pull("vllm-project/vllm", 46997),
              pull("vllm-project/vllm", 46952)),
          Planting.mha(
              HEADS,
              "HD3",
              "a single part is merged although its result is written",
              TILES,
              HeadBugs::mergedAlthoughWritten,
              pull("ROCm/aiter", 2983)),
          Planting.latent(
              HEADS,
              "HD4",
              "the heads of two ranks, each half of them rounded down",
              TILES,
              HeadBugs::halvesRoundedDown,
              pull("sgl-project/sglang", 19495)),
          Planting.latent(
              HEADS,
              "HD5",
              "padded rows are stored in a workspace without room for them",
              SPLITS,
              HeadBugs::paddedPartials,
              pull("NVIDIA/TensorRT-LLM", 15138)),
          Planting.latent(
              HEADS,
              "HD7",
              "surplus lanes read past the query",
              TILES,
              HeadBugs::surplusLanes,
              pull("vllm-project/vllm", 46548)),
          Planting.latent(
              HEADS,
              "KM13",
              "one head wrong in one sequence",
              TILES,
              HeadBugs::oneRowWrong,
              "KM13"),
          Planting.latent(
              HEADS, "KM14", "one head 0 in one sequence", TILES, HeadBugs::oneRowZero, "KM14"),
          Planting.latent(
              HEADS, "KM15", "one head wrong everywhere", TILES, HeadBugs::oneHeadWrong, "KM15"),
          Planting.mha(
              HEADS,
              "HD50",
              "query head h reads key-value head h mod G",
              TILES,
              HeadBugs::interleavedGroups),
          Planting.mha(
              HEADS,
              "HD51",
              "keys of the query head's group, values of the first",
              TILES,
              HeadBugs::valuesOfFirstHead),
          Planting.latent(
              HEADS,
              "HD52",
              "heads after the last full group are left out",
              TILES.withHeadsPerGroup(2),
              HeadBugs::lastGroupDropped));

  private HeadBugs() {}

  private static PagedMlaDecodeVariant foldedWrongly(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] values, float lseNats) {
        int heads = problem.heads();
        int head = row % heads;
        boolean folded = heads % FOLD == 0 && heads > FOLD;
        int unfolded = head % FOLD * (heads / FOLD) + head / FOLD;
        super.store(row - head + (folded ? unfolded : head), values, lseNats);
      }
    };
  }

  private static MhaDecodeVariant mergedAlthoughWritten(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected Result result() {
        for (int group = 0; group < groups(); group++) {
          merge(group);
        }
        return super.result();
      }
    };
  }

  private static PagedMlaDecodeVariant halvesRoundedDown(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int[] rows(int group) {
        int heads = problem.heads();
        int local = heads == 1 ? 1 : heads / 2 * 2;
        return Arrays.stream(super.rows(group)).filter(row -> row % heads < local).toArray();
      }
    };
  }

  private static PagedMlaDecodeVariant paddedPartials(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void keep(int row, int split, float[] values, float lse) {
        int heads = problem.heads();
        int padded = row % heads == heads - 1 ? Math.ceilDiv(heads, LANES) * LANES - heads : 0;
        for (int i = padded; i > 0; i--) {
          super.keep(row + i, split, new float[values.length], lse);
        }
        super.keep(row, split, values, lse);
      }
    };
  }

  private static PagedMlaDecodeVariant surplusLanes(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float[] query(int row) {
        int heads = problem.heads();
        int surplus = row % heads == heads - 1 ? Math.ceilDiv(heads, LANES) * LANES - heads : 0;
        for (int i = 1; i <= surplus; i++) {
          super.query(row + i);
        }
        return super.query(row);
      }
    };
  }

  private static PagedMlaDecodeVariant oneRowWrong(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float[] query(int row) {
        boolean last = row == problem.rows() - 1;
        return super.query(last && problem.heads() > 1 ? row - 1 : row);
      }
    };
  }

  private static PagedMlaDecodeVariant oneRowZero(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] values, float lseNats) {
        boolean last = row == problem.rows() - 1;
        super.store(row, last ? new float[values.length] : values, lseNats);
      }
    };
  }

  private static PagedMlaDecodeVariant oneHeadWrong(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float[] query(int row) {
        boolean last = row % problem.heads() == problem.heads() - 1;
        return super.query(last && problem.heads() > 1 ? row - 1 : row);
      }
    };
  }

  private static MhaDecodeVariant interleavedGroups(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected int head(int g, int i) {
        return i * problem.keyValueHeads() + g;
      }
    };
  }

  private static MhaDecodeVariant valuesOfFirstHead(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected long valueAt(long row) {
        return super.valueAt(row / problem.keyValueHeads() * problem.keyValueHeads());
      }
    };
  }

  private static PagedMlaDecodeVariant lastGroupDropped(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected int headGroups() {
        return Math.max(1, problem.heads() / options.headsPerGroup());
      }
    };
  }
}
