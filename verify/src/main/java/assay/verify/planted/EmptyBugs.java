package assay.verify.planted;

import static assay.verify.planted.Planting.SPLITS;
import static assay.verify.planted.Planting.TILES;
import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.SparseMlaDecode;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionRow;
import assay.verify.variant.Memory;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.MlaPrefillVariant;
import assay.verify.variant.SparseMlaDecodeVariant;
import java.util.Arrays;
import java.util.List;

/** Attention over no keys: rows, sequences and splits that are empty. */
final class EmptyBugs {

  private static final BugClass EMPTY = BugClass.EMPTY;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          Planting.mha(
              EMPTY,
              "EM4",
              "an empty row has lse +inf",
              TILES,
              EmptyBugs::lseOfOppositeSign,
              pull("vllm-project/vllm", 15492),
              pull("Dao-AILab/flash-attention", 978)),
          Planting.prefill(
              EMPTY,
              "EM5",
              "an empty row has lse 0 and no out",
              EmptyBugs::finiteLse,
              pull("vllm-project/vllm", 49294)),
          Planting.mha(
              EMPTY,
              "EM7",
              "an empty row's out is not written",
              TILES,
              EmptyBugs::outNotWritten,
              pull("flashinfer-ai/flashinfer", 4975)),
          Planting.prefill(
              EMPTY,
              "EM8",
              "an empty row is NaN",
              EmptyBugs::nanRow,
              issue("flashinfer-ai/flashinfer", 2883)),
          Planting.mha(
              EMPTY,
              "EM9",
              "an empty row is divided by its sum of weights",
              TILES,
              EmptyBugs::divided,
              issue("deepseek-ai/FlashMLA", 11),
              pull("sgl-project/sglang", 1779)),
          Planting.mha(
              EMPTY,
              "EM10",
              "an empty sequence's last page is entry -1",
              TILES,
              EmptyBugs::pageBeforeFirst,
              pull("vllm-project/vllm", 35969)),
          Planting.prefill(
              EMPTY,
              "EM13",
              "an empty row is the first value",
              EmptyBugs::firstValue,
              pull("flashinfer-ai/flashinfer", 363)),
          Planting.mha(
              EMPTY,
              "EM14",
              "a tile without visible keys gives -inf - -inf",
              TILES.withBackwards(),
              EmptyBugs::unguardedExponent,
              pull("pegainfer-project/pegainfer", 21)),
          Planting.mha(
              EMPTY,
              "EM54",
              "an empty part is kept with lse 0",
              SPLITS,
              EmptyBugs::emptyPartWeighs,
              pull("ROCm/aiter", 3641)),
          Planting.mha(
              EMPTY,
              "EM55",
              "a sequence of one key is taken for empty",
              TILES,
              EmptyBugs::oneKeyIsNone),
          Planting.sparse(
              EMPTY,
              "EM56",
              "without a valid index the lse is the sink",
              TILES,
              EmptyBugs::lseIsSink));

  private EmptyBugs() {}

  private static MhaDecodeVariant lseOfOppositeSign(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected float nats(float lse) {
        return lse == Float.NEGATIVE_INFINITY ? -lse : super.nats(lse);
      }
    };
  }

  private static MlaPrefillVariant finiteLse(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] features, float lseNats) {
        if (lseNats == Float.NEGATIVE_INFINITY) {
          lse.store(lseAt(row), 0);
        } else {
          super.store(row, features, lseNats);
        }
      }
    };
  }

  private static MhaDecodeVariant outNotWritten(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] features, float lseNats) {
        if (lseNats == Float.NEGATIVE_INFINITY) {
          lse.store(lseAt(row), lseNats);
        } else {
          super.store(row, features, lseNats);
        }
      }
    };
  }

  private static MlaPrefillVariant nanRow(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] features, float lseNats) {
        if (lseNats == Float.NEGATIVE_INFINITY) {
          Arrays.fill(features, Float.NaN);
        }
        super.store(row, features, lseNats);
      }
    };
  }

  private static MhaDecodeVariant divided(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected boolean isEmpty(AttentionRow state) {
        return false;
      }
    };
  }

  private static MhaDecodeVariant pageBeforeFirst(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected void part(int group, int split) {
        if (keys(group) == 0 && pageTable.count() > 0) {
          long slot = (long) page(sequence(group), -1) * problem.table().pageSize();
          keys.load(keyAt(slot * problem.keyValueHeads()));
        }
        super.part(group, split);
      }
    };
  }

  private static MlaPrefillVariant firstValue(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] features, float lseNats) {
        if (lseNats == Float.NEGATIVE_INFINITY && values.rows() > 0) {
          values.load(0, features.length, features, 0);
        }
        super.store(row, features, lseNats);
      }
    };
  }

  private static MhaDecodeVariant unguardedExponent(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected float exponent(float score, float largest) {
        return score - largest;
      }
    };
  }

  private static MhaDecodeVariant emptyPartWeighs(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected void keep(int row, int split, float[] values, float lse) {
        super.keep(row, split, values, lse == Float.NEGATIVE_INFINITY ? 0 : lse);
      }
    };
  }

  private static MhaDecodeVariant oneKeyIsNone(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected int length(int b) {
        int length = super.length(b);
        return length == 1 ? 0 : length;
      }
    };
  }

  private static SparseMlaDecodeVariant lseIsSink(
      Memory memory, AttentionOptions options, SparseMlaDecode.Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void store(int row, float[] values, float lseNats) {
        super.store(row, values, lseNats == Float.NEGATIVE_INFINITY ? sink(row) : lseNats);
      }
    };
  }
}
