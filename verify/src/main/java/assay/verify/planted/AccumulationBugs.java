package assay.verify.planted;

import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.numerics.FloatFormat;
import assay.spec.Accumulation;
import assay.spec.Accumulation.Truncated;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionRow;
import assay.verify.variant.Formats;
import assay.verify.variant.MatrixUnit;
import assay.verify.variant.Memory;
import assay.verify.variant.PagedMlaDecodeVariant;
import assay.verify.variant.Polynomial;
import assay.verify.variant.Splits;
import java.util.List;

/** Numbers kept in fewer bits than the contract says. */
final class AccumulationBugs {

  private static final FloatFormat BF16 = FloatFormat.BF16;
  private static final AttentionOptions F32 = AttentionOptions.F32.withTileKeys(32);
  private static final MatrixUnit HOPPER = new MatrixUnit((Truncated) Accumulation.HOPPER);
  private static final MatrixUnit VOLTA = new MatrixUnit((Truncated) Accumulation.VOLTA);
  private static final AttentionOptions ON_HOPPER =
      AttentionOptions.BF16.withScores(HOPPER).withValues(HOPPER);
  private static final DecodeBug PLAIN = DecodeBug.of(BugClass.ACCUMULATION, F32);

  static final List<PlantedBug<?>> BUGS =
      List.of(
          DecodeBug.of(BugClass.ACCUMULATION, ON_HOPPER)
              .running(ON_HOPPER.withValues(new MatrixUnit((Truncated) Accumulation.HOPPER_FP8)))
              .bug(
                  "AC2",
                  "values are summed in 13 bits",
                  PagedMlaDecodeVariant::new,
                  pull("Dao-AILab/flash-attention", 2250)),
          PLAIN.bug(
              "AC3",
              "scores are kept in fp16",
              (memory, options, problem) ->
                  new PagedMlaDecodeVariant(memory, options, problem) {
                    @Override
                    protected float score(float dot) {
                      return super.score(Formats.round(dot, FloatFormat.FP16));
                    }
                  },
              pull("ggml-org/llama.cpp", 11446)),
          PLAIN
              .running(F32.withScores(new HalfChain(FloatFormat.FP16)))
              .bug(
                  "AC4",
                  "q·k is summed in fp16",
                  PagedMlaDecodeVariant::new,
                  issue("ggml-org/llama.cpp", 11920)),
          DecodeBug.in(BugClass.CAUSAL)
              .bug(
                  "CA55",
                  "where anything is causal, every key weighs the same",
                  AccumulationBugs::constant,
                  issue("Xilinx/mlir-air", 1427)),
          PLAIN.bug("AC50", "weights are summed in bf16", AccumulationBugs::coarseSum),
          PLAIN.bug(
              "AC51", "weights are rounded before they are summed", AccumulationBugs::rounded),
          PLAIN.bug("AC52", "the query is rounded to bf16", AccumulationBugs::coarseQuery),
          PLAIN
              .running(F32.withWeights(BF16))
              .bug("AC53", "weights in bf16 under a contract of F32", PagedMlaDecodeVariant::new),
          DecodeBug.of(BugClass.ACCUMULATION, F32.withOutput(BF16))
              .bug("AC54", "results are cut off, not rounded", AccumulationBugs::cutOutput),
          DecodeBug.of(BugClass.ACCUMULATION, F32.withSplits(Splits.of(4)))
              .bug("AC55", "parts are kept in bf16", AccumulationBugs::coarseParts),
          PLAIN
              .running(F32.withExponential(Polynomial.THIRD))
              .bug("AC56", "2^x is a cubic under a contract of F32", PagedMlaDecodeVariant::new),
          PLAIN.bug("AC57", "the reciprocal of the sum has 8 bits", AccumulationBugs::reciprocal),
          PLAIN
              .running(F32.withScores(VOLTA).withValues(VOLTA))
              .bug("AC58", "a matrix unit under a contract of F32", PagedMlaDecodeVariant::new));

  private AccumulationBugs() {}

  private static PagedMlaDecodeVariant constant(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float score(float dot) {
        return problem.causal() ? 0 : super.score(dot);
      }
    };
  }

  private static PagedMlaDecodeVariant coarseSum(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float addWeights(float sum, float[] weights) {
        return Formats.round(super.addWeights(sum, weights), BF16);
      }
    };
  }

  private static PagedMlaDecodeVariant rounded(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float weight(float score, float largest) {
        return Formats.round(super.weight(score, largest), FloatFormat.FP16);
      }
    };
  }

  private static PagedMlaDecodeVariant coarseQuery(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float[] query(int row) {
        float[] query = super.query(row);
        for (int i = 0; i < query.length; i++) {
          query[i] = Formats.round(query[i] * scale(), BF16) / scale();
        }
        return query;
      }
    };
  }

  /** Towards zero. */
  private static float cut(float value) {
    return Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xFFFF0000);
  }

  private static PagedMlaDecodeVariant cutOutput(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float output(float value) {
        return cut(value);
      }
    };
  }

  private static PagedMlaDecodeVariant coarseParts(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void keep(int row, int split, float[] values, float lse) {
        for (int d = 0; d < values.length; d++) {
          values[d] = Formats.round(values[d], BF16);
        }
        super.keep(row, split, values, lse);
      }
    };
  }

  private static PagedMlaDecodeVariant reciprocal(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void normalise(AttentionRow state, float[] target) {
        float inverse = Formats.round(1 / state.sum, BF16);
        for (int d = 0; d < target.length; d++) {
          target[d] = state.values[d] * inverse;
        }
      }
    };
  }
}
