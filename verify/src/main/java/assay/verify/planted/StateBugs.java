package assay.verify.planted;

import static assay.verify.planted.Planting.SPLITS;
import static assay.verify.planted.Planting.TILES;
import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.numerics.FloatFormat;
import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.Result;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Buffer;
import assay.verify.variant.Formats;
import assay.verify.variant.Memory;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.MlaPrefillVariant;
import java.util.Arrays;
import java.util.List;

/** Workspaces, plans and dispatch that belong to another call or another kernel. */
final class StateBugs {

  private static final BugClass STATE = BugClass.STATE;
  private static final int OTHER_TILE = 64;
  private static final int STAGES = 3;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          Planting.mha(
              STATE,
              "ST2",
              "empty parts rely on a cleared workspace",
              SPLITS,
              StateBugs::emptyPartsNotKept,
              pull("NVIDIA/TensorRT-LLM", 15173)),
          Planting.mha(
              STATE,
              "ST4",
              "one block more than there is work",
              TILES,
              StateBugs::gridTooLarge,
              issue("flashinfer-ai/flashinfer", 4002)),
          Planting.prefill(
              STATE,
              "ST6",
              "query starts of the call before",
              StateBugs::startsOfLastCall,
              pull("sgl-project/sglang", 15601)),
          Planting.mha(
              STATE,
              "ST7",
              "tiles counted by the metadata of another kernel",
              TILES,
              StateBugs::tilesOfOtherKernel,
              pull("vllm-project/vllm", 31816)),
          Planting.prefill(
              STATE,
              "ST8",
              "the first of the prefills is taken for a decode",
              StateBugs::boundaryOff,
              pull("vllm-project/vllm", 14253)),
          Planting.prefill(
              STATE,
              "ST10",
              "key starts are advanced in place",
              StateBugs::startsAdvanced,
              pull("flashinfer-ai/flashinfer", 3360)),
          Planting.mha(
              STATE,
              "ST11",
              "the kernel for narrow weights is chosen",
              TILES,
              StateBugs::narrowWeights,
              pull("vllm-project/vllm", 25956)),
          Planting.mha(
              STATE,
              "ST12",
              "the third tile of a ring is the second again",
              TILES,
              StateBugs::thirdStage,
              issue("ROCm/aiter", 5119)),
          Planting.mha(
              STATE,
              "ST50",
              "parts are added to what the call before left",
              SPLITS,
              StateBugs::accumulatingParts),
          Planting.mha(
              STATE, "ST51", "lengths of the call before", TILES, StateBugs::lengthsOfLastCall));

  private StateBugs() {}

  private static MhaDecodeVariant emptyPartsNotKept(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected void keep(int row, int split, float[] values, float lse) {
        if (lse != Float.NEGATIVE_INFINITY) {
          super.keep(row, split, values, lse);
        }
      }
    };
  }

  private static MhaDecodeVariant gridTooLarge(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected int groups() {
        return super.groups() + 1;
      }
    };
  }

  private static MlaPrefillVariant startsOfLastCall(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      private final LastCall last = new LastCall(memory, problem.queryStarts());

      @Override
      protected int queryStart(int b) {
        return last.value(b);
      }

      @Override
      protected Result result() {
        last.keep();
        return super.result();
      }
    };
  }

  private static MhaDecodeVariant tilesOfOtherKernel(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected int[] tileStarts(int begin, int end) {
        int[] starts = super.tileStarts(begin, end);
        int counted = Math.max(0, Math.ceilDiv(end - begin, OTHER_TILE));
        return Arrays.copyOf(starts, Math.min(starts.length, counted));
      }
    };
  }

  private static MlaPrefillVariant boundaryOff(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected int queriesOf(int group) {
        int queries = super.queriesOf(group);
        int b = sequence(group);
        boolean afterDecode = b > 0 && queries(b - 1) <= 1;
        return afterDecode ? Math.min(queries, firstQuery(group) == 0 ? 1 : 0) : queries;
      }
    };
  }

  private static MlaPrefillVariant startsAdvanced(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected Result result() {
        keyStarts.store(0, keyStarts.load(0) + problem.tokens());
        return super.result();
      }
    };
  }

  private static MhaDecodeVariant narrowWeights(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected float rounded(float weight) {
        return Formats.round(weight, FloatFormat.BF16);
      }
    };
  }

  private static MhaDecodeVariant thirdStage(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected void loadTile(int group, int first, int end, AttentionTile tile) {
        boolean third = first / tile.capacity() % STAGES == STAGES - 1;
        super.loadTile(group, third ? first - tile.capacity() : first, end, tile);
      }
    };
  }

  private static MhaDecodeVariant accumulatingParts(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected void keep(int row, int split, float[] values, float lse) {
        Buffer partial = partialValues();
        long at = place(row, split) * partial.stride();
        for (int d = 0; d < values.length; d++) {
          values[d] += partial.load(at + d);
        }
        super.keep(row, split, values, lse);
      }
    };
  }

  private static MhaDecodeVariant lengthsOfLastCall(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      private final LastCall last = new LastCall(memory, problem.table().lengths());

      @Override
      protected int length(int b) {
        return last.value(b);
      }

      @Override
      protected Result result() {
        last.keep();
        return super.result();
      }
    };
  }
}
