package assay.verify.planted;

import static assay.verify.planted.Planting.SPLITS;
import static assay.verify.planted.Planting.TILES;
import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.spec.MhaDecode;
import assay.spec.MlaPrefill;
import assay.spec.PagedMlaDecode;
import assay.spec.SparseMlaDecode;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.Memory;
import assay.verify.variant.MhaDecodeVariant;
import assay.verify.variant.MlaPrefillVariant;
import assay.verify.variant.PagedMlaDecodeVariant;
import assay.verify.variant.Scaling;
import assay.verify.variant.SparseMlaDecodeVariant;
import java.util.List;

/** The lse of attention in another base or layout, or wrong where out is right. */
final class LseBugs {

  private static final float LN_2 = (float) StrictMath.log(2);
  private static final float SHIFT = 0.3f;

  static final List<PlantedBug<?>> BUGS =
      List.of(
          Planting.mha(
              BugClass.LSE,
              "LS6",
              "lse in base 2 where there is one query token",
              TILES,
              LseBugs::baseByPath,
              issue("flashinfer-ai/flashinfer", 4485)),
          Planting.prefill(
              BugClass.LSE,
              "LS9",
              "lse written as [heads, tokens]",
              LseBugs::headsOutside,
              pull("vllm-project/vllm-xpu-kernels", 479),
              pull("vllm-project/vllm", 57012)),
          Planting.sparse(
              BugClass.LSE,
              "LS11",
              "lse as [heads, tokens] where values are the keys",
              TILES,
              LseBugs::layoutByPath,
              pull("meta-pytorch/attention-gym", 433)),
          Planting.prefill(
              BugClass.LSE,
              "LS12",
              "lse from a maximum under the default scale",
              LseBugs::maximumByDefaultScale,
              pull("NVIDIA/TensorRT-LLM", 19112)),
          Planting.latent(
              BugClass.LSE,
              "KM10",
              "natural lse of splits merged with powers of 2",
              SPLITS.withScaling(Scaling.NATURAL),
              LseBugs::mergedAsBaseTwo,
              "KM10"),
          Planting.latent(BugClass.LSE, "KM11", "lse in base 2", TILES, LseBugs::baseTwo, "KM11"),
          Planting.latent(BugClass.LSE, "KM12", "lse + 0.3", TILES, LseBugs::shifted, "KM12"));

  private LseBugs() {}

  private static MhaDecodeVariant baseByPath(
      Memory memory, AttentionOptions options, MhaDecode.Problem problem) {
    return new MhaDecodeVariant(memory, options, problem) {
      @Override
      protected float nats(float lse) {
        return problem.queryTokens() == 1 ? lse : super.nats(lse);
      }
    };
  }

  private static MlaPrefillVariant headsOutside(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected long lseAt(int row) {
        int heads = problem.heads();
        return super.lseAt(row % heads * problem.tokens() + row / heads);
      }
    };
  }

  private static SparseMlaDecodeVariant layoutByPath(
      Memory memory, AttentionOptions options, SparseMlaDecode.Problem problem) {
    return new SparseMlaDecodeVariant(memory, options, problem) {
      @Override
      protected long lseAt(int row) {
        int heads = problem.heads();
        int tokens = problem.batch() * problem.queryTokens();
        boolean aliased = problem.valueWidth() == problem.width();
        return super.lseAt(aliased ? row % heads * tokens + row / heads : row);
      }
    };
  }

  private static MlaPrefillVariant maximumByDefaultScale(
      Memory memory, AttentionOptions options, MlaPrefill.Problem problem) {
    return new MlaPrefillVariant(memory, options, problem) {
      @Override
      protected float lse(float largest, float sum) {
        float factor = (float) (1 / Math.sqrt(keyWidth())) / scale();
        return super.lse(largest * factor, sum);
      }
    };
  }

  private static PagedMlaDecodeVariant mergedAsBaseTwo(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float mergeExponent(float lse, float largest) {
        return lse - largest;
      }
    };
  }

  private static PagedMlaDecodeVariant baseTwo(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float nats(float lse) {
        return super.nats(lse) / LN_2;
      }
    };
  }

  private static PagedMlaDecodeVariant shifted(
      Memory memory, AttentionOptions options, PagedMlaDecode.Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float nats(float lse) {
        return super.nats(lse) + SHIFT;
      }
    };
  }
}
