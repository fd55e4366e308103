package assay.verify.planted;

import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.SCALE;

import assay.numerics.FloatFormat;
import assay.spec.RopePairing;
import assay.spec.RotaryEmbedding;
import assay.spec.RotaryEmbedding.Problem;
import assay.verify.variant.Formats;
import assay.verify.variant.Indices;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.RotaryEmbeddingVariant;
import java.util.List;

/** Mistakes in pairs, frequencies, angles and amplitudes. */
final class RotaryEmbeddingBugs {

  private static final LinearOptions OPTIONS = LinearOptions.F32;

  private static final Mutant<Problem, RotaryEmbeddingVariant.Maker> BUGS =
      new Mutant<>(
          RotaryEmbedding.OPERATOR,
          OPTIONS.contract(),
          maker -> RotaryEmbeddingVariant.with(OPTIONS, maker));

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              ROPE,
              1,
              "the other pairing",
              List.of(
                  "https://github.com/vllm-project/vllm/pull/28968",
                  "https://github.com/xLLM-AI/xllm/pull/853"),
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected int first(int i) {
                      return rope.pairing() == RopePairing.HALF_SPLIT ? 2 * i : i;
                    }

                    @Override
                    protected int second(int i) {
                      return rope.pairing() == RopePairing.HALF_SPLIT
                          ? 2 * i + 1
                          : i + rope.pairs();
                    }
                  },
              "other-pairing"),
          BUGS.of(
              ROPE,
              3,
              "angles are rounded to bf16",
              List.of("https://github.com/huggingface/transformers/pull/29285"),
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float angle(int position, int i) {
                      return Formats.round(super.angle(position, i), FloatFormat.BF16);
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              ROPE,
              4,
              "frequencies are rounded to bf16",
              List.of("https://github.com/Modalities/modalities/pull/462"),
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float frequency(int i) {
                      return Formats.round(super.frequency(i), FloatFormat.BF16);
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              ROPE,
              7,
              "positions are those of one token",
              List.of("https://github.com/alibaba/rtp-llm/pull/1163"),
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    private final Indices one =
                        memory.indices(
                            "one",
                            problem.tokens() > 0 ? new int[] {problem.positions()[0]} : new int[0]);

                    @Override
                    protected int position(int n, int h) {
                      return one.load(n);
                    }
                  },
              "within-budget"),
          BUGS.of(
              ROPE,
              8,
              "the base is 10,000, whatever the model has",
              List.of("https://github.com/ml-explore/mlx-lm/pull/1189"),
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected double theta() {
                      return 1e4;
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              SCALE,
              85,
              "cosines grow by mscale_all_dim and not by a ratio",
              List.of("https://github.com/kekzl/imp/pull/880"),
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float amplitude() {
                      return growth(rope.yarn().mscaleAllDim());
                    }
                  },
              "norm-kept"),
          BUGS.of(
              SCALE,
              13,
              "YaRN's amplitude where the model has none",
              List.of("https://github.com/Avarok-Cybersecurity/atlas/pull/342"),
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float amplitude() {
                      return growth(1);
                    }
                  },
              "norm-kept"),
          BUGS.of(
              SCALE,
              81,
              "mscale and mscale_all_dim are exchanged",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float amplitude() {
                      return growth(rope.yarn().mscaleAllDim()) / growth(rope.yarn().mscale());
                    }
                  },
              "norm-kept"),
          BUGS.of(
              SCALE,
              82,
              "cosines do not grow",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float amplitude() {
                      return 1;
                    }
                  },
              "norm-kept"),
          BUGS.of(
              ROPE,
              85,
              "turns the other way",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float sine(int position, int i) {
                      return -super.sine(position, i);
                    }
                  },
              "unit-vector"),
          BUGS.of(
              ROPE,
              86,
              "positions begin at 1",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected int position(int n, int h) {
                      return super.position(n, h) + 1;
                    }
                  },
              "position-zero"),
          BUGS.of(
              ROPE,
              87,
              "frequencies fall half as fast",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float unscaled(int i) {
                      return (float) StrictMath.pow(theta(), -(float) i / rope.width());
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              ROPE,
              88,
              "YaRN's ramp is reversed",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float ramp(int i) {
                      return 1 - super.ramp(i);
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              ROPE,
              89,
              "YaRN divides every frequency",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float ramp(int i) {
                      return 1;
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              ROPE,
              90,
              "YaRN is left out",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float frequency(int i) {
                      return unscaled(i);
                    }
                  },
              "consecutive-positions"));

  private RotaryEmbeddingBugs() {}
}
