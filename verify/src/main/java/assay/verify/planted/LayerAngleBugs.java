package assay.verify.planted;

import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.SCALE;

import assay.numerics.Elements;
import assay.spec.AttentionForm;
import assay.spec.MlaLayer;
import assay.spec.MlaLayer.Problem;
import assay.verify.variant.AttentionOptions;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.MlaLayerVariant;
import java.util.List;

/** Mistakes of a layer in its softmax scale and in positions. */
final class LayerAngleBugs {

  private static final AttentionOptions ATTENTION = AttentionOptions.F32;

  private static final Mutant<Problem, MlaLayerVariant.Maker> BUGS =
      new Mutant<>(
          MlaLayer.OPERATOR,
          ATTENTION.contract(),
          maker -> MlaLayerVariant.with(LinearOptions.F32, ATTENTION, maker));

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              SCALE,
              3,
              "YaRN's factor is left out of the softmax scale",
              List.of(
                  "https://github.com/huggingface/transformers/pull/47435",
                  "https://github.com/onnxruntime/mobius/pull/548",
                  "https://github.com/vllm-project/tpu-inference/pull/521"),
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected float scale(int count) {
                      double mscale =
                          problem
                              .constants()
                              .rope()
                              .map(rope -> rope.yarn().softmaxMscale())
                              .orElse(1.0);
                      return (float) (super.scale(count) / (mscale * mscale));
                    }
                  },
              "within-budget"),
          BUGS.of(
              SCALE,
              86,
              "the softmax scale grows by mscale, not mscale_all_dim",
              List.of("https://github.com/NVIDIA/Megatron-LM/issues/1429"),
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected float scale(int count) {
                      double ratio =
                          problem
                              .constants()
                              .rope()
                              .map(rope -> rope.yarn().rotationMscale())
                              .orElse(1.0);
                      return (float) (super.scale(count) * ratio * ratio);
                    }
                  },
              "within-budget"),
          BUGS.of(
              SCALE,
              11,
              "the absorbed form scales by the latent's width",
              List.of("https://github.com/vllm-project/vllm/pull/48658"),
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected float scale(int count) {
                      double ratio = Math.sqrt((double) shape.keyWidth() / shape.cacheWidth());
                      return problem.form() == AttentionForm.ABSORBED
                          ? (float) (super.scale(count) * ratio)
                          : super.scale(count);
                    }
                  },
              "other-form"),
          BUGS.of(
              SCALE,
              87,
              "prefill has another softmax scale than decode",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected float scale(int count) {
                      return count > 1 ? super.scale(count) * 1.1f : super.scale(count);
                    }
                  },
              "prefill-is-decode",
              "other-schedule"),
          BUGS.of(
              SCALE,
              88,
              "queries are clamped",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements queries() {
                      double[] queries = super.queries().toDoubles();
                      for (int i = 0; i < queries.length; i++) {
                        queries[i] = Math.clamp(queries[i], -2, 2);
                      }
                      return narrow(queries);
                    }
                  },
              "query-scale"),
          BUGS.of(
              ROPE,
              5,
              "decode turns its query as if it stood at position 0",
              List.of(
                  "https://github.com/Blaizzy/mlx-vlm/issues/1983",
                  "https://github.com/Blaizzy/mlx-vlm/pull/1993"),
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected int queryPosition(int b, int first, int i) {
                      return i;
                    }
                  },
              "prefill-is-decode"),
          BUGS.of(
              ROPE,
              6,
              "all tokens of a step turn as its first",
              List.of("https://github.com/jundot/omlx/pull/2363"),
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected int queryPosition(int b, int first, int i) {
                      return first;
                    }

                    @Override
                    protected int keyPosition(int b, int first, int i) {
                      return first;
                    }
                  },
              "prefill-is-decode"),
          BUGS.of(
              ROPE,
              74,
              "keys are not turned",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements keys(Elements down) {
                      return columns(down, shape.cacheWidth(), shape.latent(), shape.rope());
                    }
                  },
              "within-budget"),
          BUGS.of(
              ROPE,
              75,
              "queries are not turned",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements queryTurned(Elements queries) {
                      return queries;
                    }
                  },
              "within-budget"),
          BUGS.of(
              ROPE,
              76,
              "keys are turned twice",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected Elements keys(Elements down) {
                      return turned(super.keys(down), 1, this::keyPosition);
                    }
                  },
              "within-budget"),
          BUGS.of(
              ROPE,
              77,
              "keys are turned by their row in the batch",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected int keyPosition(int b, int first, int i) {
                      return row(b, first) + i;
                    }
                  },
              "batch-permutation",
              "batch-independence"),
          BUGS.of(
              ROPE,
              78,
              "keys begin at position 1, queries at 0",
              (parts, problem) ->
                  new MlaLayerVariant(parts, problem) {
                    @Override
                    protected int keyPosition(int b, int first, int i) {
                      return first + i + 1;
                    }
                  },
              "within-budget"));

  private LayerAngleBugs() {}
}
