package assay.verify.planted;

import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.numerics.FloatFormat;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.AttentionRow;
import assay.verify.variant.AttentionTile;
import assay.verify.variant.Memory;
import assay.verify.variant.PagedMlaDecodeVariant;
import assay.verify.variant.Scaling;
import java.util.List;

/** Online softmax: maxima, rescaling, and what overflows without them. */
final class SoftmaxBugs {

  private static final DecodeBug PLAIN = DecodeBug.in(BugClass.SOFTMAX);

  static final List<PlantedBug<?>> BUGS =
      List.of(
          DecodeBug.split(BugClass.SOFTMAX)
              .bug(
                  "SM1",
                  "parts are merged by exp(lse) as it is",
                  SoftmaxBugs::unshiftedMerge,
                  issue("NVIDIA/cutlass", 2274),
                  pull("sgl-project/sglang", 6101),
                  pull("flashinfer-ai/flashinfer", 1055),
                  pull("SHI-Labs/NATTEN", 202)),
          PLAIN.bug(
              "SM2",
              "the running maximum starts at 0",
              (memory, options, problem) -> from(memory, options, problem, 0),
              issue("Dao-AILab/flash-attention", 2082)),
          PLAIN.bug(
              "SM3",
              "−5e4 stands for −∞",
              (memory, options, problem) -> from(memory, options, problem, -5e4f),
              issue("flashinfer-ai/flashinfer", 4267),
              issue("flashinfer-ai/flashinfer", 4451)),
          DecodeBug.of(
                  BugClass.SOFTMAX,
                  AttentionOptions.F32.withTileKeys(32).withWeights(FloatFormat.BF16))
              .bug(
                  "SM4",
                  "weights saturate while the maximum waits to rise",
                  SoftmaxBugs::lazy,
                  pull("Dao-AILab/flash-attention", 2713)),
          PLAIN.bug(
              "SM7",
              "a row takes its neighbour's maximum",
              SoftmaxBugs::neighbour,
              pull("pytorch/pytorch", 156379)),
          PLAIN.bug(
              "SM8",
              "the last tile's weights are without the maximum",
              SoftmaxBugs::rawTail,
              issue("tenstorrent/tt-metal", 51278)),
          PLAIN.bug("SM50", "the sum is not rescaled", SoftmaxBugs::sumKept),
          PLAIN.bug("SM51", "the values are not rescaled", SoftmaxBugs::valuesKept),
          PLAIN.bug("SM52", "the maximum is that of the first tile", SoftmaxBugs::firstMaximum),
          PLAIN.bug(
              "SM53", "small rises of the maximum are not made up for", SoftmaxBugs::smallRises),
          PLAIN.bug("SM54", "weights below 2^-10 are left out", SoftmaxBugs::floor),
          PLAIN.bug(
              "SM55", "the maximum leaves out a tile's last place", SoftmaxBugs::shortMaximum),
          PLAIN.bug("SM56", "no maximum at all", SoftmaxBugs::noMaximum),
          DecodeBug.of(BugClass.SOFTMAX, AttentionOptions.F32.withScaling(Scaling.EXPONENT))
              .bug(
                  "SM69",
                  "a maximum that stays is rescaled by what it lost in rounding",
                  SoftmaxBugs::fusedRescaling));

  private SoftmaxBugs() {}

  private static PagedMlaDecodeVariant unshiftedMerge(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float mergeMaximum(float[] lse) {
        return Math.min(0, super.mergeMaximum(lse));
      }
    };
  }

  private static PagedMlaDecodeVariant from(
      Memory memory, AttentionOptions options, Problem problem, float first) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float largest(float before, float[] scores) {
        float largest = super.largest(before, scores);
        return largest == Float.NEGATIVE_INFINITY ? largest : Math.max(first, largest);
      }
    };
  }

  private static PagedMlaDecodeVariant lazy(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      private static final float THRESHOLD = 4;
      private static final float SATURATED = 1.75f;

      @Override
      protected float largest(float before, float[] scores) {
        float largest = super.largest(before, scores);
        return largest > before + THRESHOLD || Float.isNaN(largest) ? largest : before;
      }

      @Override
      protected float rounded(float weight) {
        return Math.min(SATURATED, super.rounded(weight));
      }
    };
  }

  private static PagedMlaDecodeVariant neighbour(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      private float other;

      @Override
      protected float largest(float before, float[] scores) {
        float taken = other;
        other = super.largest(before, scores);
        return problem.heads() % 2 == 0 && other > Float.NEGATIVE_INFINITY ? taken : other;
      }
    };
  }

  private static PagedMlaDecodeVariant rawTail(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      private boolean tail;

      @Override
      protected void attend(AttentionRow state, AttentionTile tile) {
        tail = tile.count() < tile.capacity();
        super.attend(state, tile);
      }

      @Override
      protected float weight(float score, float largest) {
        return super.weight(score, tail ? 0 : largest);
      }
    };
  }

  private static PagedMlaDecodeVariant sumKept(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void rescale(AttentionRow state, float factor) {
        float sum = state.sum;
        super.rescale(state, factor);
        state.sum = sum;
      }
    };
  }

  private static PagedMlaDecodeVariant valuesKept(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void rescale(AttentionRow state, float factor) {
        state.sum *= factor;
      }
    };
  }

  private static PagedMlaDecodeVariant firstMaximum(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float largest(float before, float[] scores) {
        return before == Float.NEGATIVE_INFINITY ? super.largest(before, scores) : before;
      }
    };
  }

  private static PagedMlaDecodeVariant smallRises(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      private static final float SMALL = 0.5f;

      @Override
      protected float rescaling(float before, float after) {
        return after - before < SMALL ? 1 : super.rescaling(before, after);
      }
    };
  }

  private static PagedMlaDecodeVariant floor(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float weight(float score, float largest) {
        float weight = super.weight(score, largest);
        return weight < 0x1p-10f ? 0 : weight;
      }
    };
  }

  private static PagedMlaDecodeVariant shortMaximum(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float largest(float before, float[] scores) {
        float last = scores[scores.length - 1];
        scores[scores.length - 1] = scores[0];
        float largest = super.largest(before, scores);
        scores[scores.length - 1] = last;
        return largest;
      }
    };
  }

  private static PagedMlaDecodeVariant noMaximum(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float largest(float before, float[] scores) {
        float largest = super.largest(before, scores);
        return largest == Float.NEGATIVE_INFINITY ? largest : 0;
      }
    };
  }

  private static PagedMlaDecodeVariant fusedRescaling(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float rescaling(float before, float after) {
        return options.exponential().exp2(exponent(before, after));
      }
    };
  }
}
