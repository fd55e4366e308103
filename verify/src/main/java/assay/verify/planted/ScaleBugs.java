package assay.verify.planted;

import static assay.verify.planted.Reported.issue;
import static assay.verify.planted.Reported.pull;

import assay.numerics.FloatFormat;
import assay.spec.PagedMlaDecode.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.Formats;
import assay.verify.variant.Memory;
import assay.verify.variant.PagedMlaDecodeVariant;
import assay.verify.variant.Scaling;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** The softmax scale, and whether exponents are of 2 or of e. */
final class ScaleBugs {

  /** YaRN's factor for a context 40 times as long: (0.1 · mscale · ln 40 + 1)². */
  private static final double YARN = yarn(1);

  private static final DecodeBug PLAIN = DecodeBug.in(BugClass.SCALE);

  static final List<PlantedBug<?>> BUGS =
      List.of(
          PLAIN.bug(
              "SC1",
              "scale of the absorbed width",
              (memory, options, problem) ->
                  scaled(memory, options, problem, scale -> 1 / Math.sqrt(problem.width())),
              pull("ollama/ollama", 13893),
              pull("vllm-project/vllm", 48658)),
          PLAIN.bug(
              "SC2",
              "YaRN's factor left out of the scale",
              scaled(scale -> scale / YARN),
              pull("onnxruntime/mobius", 548),
              pull("huggingface/transformers", 47435),
              pull("vllm-project/tpu-inference", 521)),
          PLAIN.bug(
              "SC5",
              "YaRN's mscale where mscale_all_dim belongs",
              scaled(scale -> scale / YARN * yarn(0.707)),
              issue("NVIDIA/Megatron-LM", 1429)),
          PLAIN.bug(
              "SC6",
              "scale of a width that is guessed",
              (memory, options, problem) ->
                  scaled(memory, options, problem, scale -> 1 / Math.sqrt(problem.latent())),
              issue("NVIDIA/Megatron-LM", 1501)),
          PLAIN.bug(
              "SC7",
              "scores divided by the scale",
              scaled(scale -> 1 / scale),
              issue("AI-Hypercomputer/maxtext", 1370)),
          PLAIN.bug(
              "SC8",
              "powers of 2 without log2 e",
              (memory, options, problem) ->
                  new PagedMlaDecodeVariant(memory, options, problem) {
                    @Override
                    protected float constant() {
                      return scale();
                    }
                  },
              pull("flashinfer-ai/flashinfer", 787)),
          PLAIN.bug(
              "SC12",
              "cosines and sines carry YaRN's amplitude",
              (memory, options, problem) -> amplified(memory, options, problem, 1.26f * 1.26f),
              pull("kekzl/imp", 880),
              pull("Avarok-Cybersecurity/atlas", 342)),
          DecodeBug.of(BugClass.SCALE, AttentionOptions.F32.withScaling(Scaling.QUERY))
              .bug("SC50", "scaled twice, as query and as score", ScaleBugs::scaledTwice),
          PLAIN.bug(
              "SC51",
              "scale rounded to bf16",
              scaled(scale -> Formats.round((float) scale, FloatFormat.BF16))),
          DecodeBug.of(BugClass.SCALE, AttentionOptions.F32.withTileKeys(16))
              .bug("SC52", "rescaled by powers of e, weighted by powers of 2", ScaleBugs::mixed));

  private ScaleBugs() {}

  private static double yarn(double mscale) {
    double factor = 0.1 * mscale * Math.log(40) + 1;
    return factor * factor;
  }

  private static PagedMlaDecodeVariant.Maker scaled(DoubleUnaryOperator wrong) {
    return (memory, options, problem) -> scaled(memory, options, problem, wrong);
  }

  private static PagedMlaDecodeVariant scaled(
      Memory memory, AttentionOptions options, Problem problem, DoubleUnaryOperator wrong) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float scale() {
        return (float) wrong.applyAsDouble(super.scale());
      }
    };
  }

  private static PagedMlaDecodeVariant amplified(
      Memory memory, AttentionOptions options, Problem problem, float amplitude) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected void loadKey(long address, int slot, float[] key) {
        super.loadKey(address, slot, key);
        for (int i = valueWidth(); i < key.length; i++) {
          key[i] *= amplitude;
        }
      }
    };
  }

  private static PagedMlaDecodeVariant scaledTwice(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float score(float dot) {
        return dot * constant();
      }
    };
  }

  private static PagedMlaDecodeVariant mixed(
      Memory memory, AttentionOptions options, Problem problem) {
    return new PagedMlaDecodeVariant(memory, options, problem) {
      @Override
      protected float rescaling(float before, float after) {
        return (float) Math.exp(exponent(before, after));
      }
    };
  }
}
