package assay.verify.planted;

import static assay.verify.planted.BugClass.ACCUMULATION;
import static assay.verify.planted.BugClass.FP8;
import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.STATE;
import static assay.verify.planted.BugClass.TAIL;

import assay.numerics.FloatFormat;
import assay.spec.Projection;
import assay.spec.Projection.Problem;
import assay.verify.variant.Buffer;
import assay.verify.variant.Formats;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.ProjectionVariant;
import java.util.List;

/** Mistakes in what a product reads, keeps and writes. */
final class ProjectionDataBugs {

  private static final LinearOptions OPTIONS = LinearOptions.F32;

  private static final Mutant<Problem, ProjectionVariant.Maker> BUGS =
      new Mutant<>(
          Projection.OPERATOR, OPTIONS.contract(), maker -> ProjectionVariant.with(OPTIONS, maker));

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              ACCUMULATION,
              81,
              "the accumulator is rounded to bf16 after each tile",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected void addTile(
                        float[] sums, float[] x, int first, int count, Factors factors) {
                      super.addTile(sums, x, first, count, factors);
                      for (int o = 0; o < sums.length; o++) {
                        sums[o] = Formats.round(sums[o], FloatFormat.BF16);
                      }
                    }
                  },
              "within-budget"),
          BUGS.of(
              FP8,
              9,
              "a block is as wide as the row over the number of blocks",
              List.of("https://github.com/NVIDIA/TensorRT-LLM/pull/14793"),
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected int scaleColumn(int input) {
                      return input / Math.ceilDiv(weights.inputs(), scales.width());
                    }
                  },
              "unit-vector"),
          BUGS.of(
              FP8,
              10,
              "a scale's exponent byte is taken for a number",
              List.of("https://github.com/ml-explore/mlx/issues/3762"),
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float unpacked(float code, float scale) {
                      return code * (Math.getExponent(scale) + 127);
                    }
                  },
              "scale-covariance"),
          BUGS.of(
              FP8,
              80,
              "scales are rounded to powers of two",
              List.of("https://github.com/deepseek-ai/FlashMLA/pull/184"),
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float unpacked(float code, float scale) {
                      return code * Math.scalb(Math.signum(scale), Math.getExponent(scale));
                    }
                  },
              "within-budget"),
          BUGS.of(
              FP8,
              81,
              "a scale's sign is lost",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float unpacked(float code, float scale) {
                      return code * Math.abs(scale);
                    }
                  },
              "within-budget"),
          BUGS.of(
              LAYOUT,
              81,
              "results lie a row of the input apart",
              List.of("https://github.com/flashinfer-ai/flashinfer/pull/527"),
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected void store(int n, float[] sums) {
                      y.store(n * x.stride(), sums.length, output(sums), 0);
                    }
                  },
              "within-budget"),
          BUGS.of(
              LAYOUT,
              82,
              "rows of the matrix are taken as dense",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float value(int output, int input) {
                      return values.load((long) output * weights.inputs() + input);
                    }
                  },
              "within-budget"),
          BUGS.of(
              TAIL,
              81,
              "a tile reads past the row's end",
              List.of("https://github.com/ggml-org/llama.cpp/pull/7904"),
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float[] load(int n) {
                      float[] features = new float[weights.inputs() + 1];
                      x.load(n * x.stride(), features.length, features, 0);
                      return features;
                    }

                    @Override
                    protected float value(int output, int input) {
                      return super.value(output, input);
                    }
                  },
              "within-budget"),
          BUGS.of(
              TAIL,
              82,
              "results past a multiple of 8 are not written",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected void store(int n, float[] sums) {
                      int count = Math.max(1, sums.length / 8 * 8);
                      y.store(n * y.stride(), count, output(sums), 0);
                    }
                  },
              "within-budget"),
          BUGS.of(
              LAYOUT,
              91,
              "results 1 and 2 of every four are exchanged",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected void store(int n, float[] sums) {
                      for (int o = 0; o + 3 < sums.length; o += 4) {
                        float second = sums[o + 1];
                        sums[o + 1] = sums[o + 2];
                        sums[o + 2] = second;
                      }
                      super.store(n, sums);
                    }
                  },
              "unit-vector"),
          BUGS.of(
              POISON,
              80,
              "features are tested for NaN and taken as 0",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float[] load(int n) {
                      float[] features = super.load(n);
                      for (int i = 0; i < features.length; i++) {
                        features[i] = Float.isNaN(features[i]) ? 0 : features[i];
                      }
                      return features;
                    }
                  },
              "live-nan"),
          BUGS.of(
              STATE,
              81,
              "the first tile of the run before is kept",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float[] load(int n) {
                      float[] features = super.load(n);
                      Buffer kept = memory.workspace("tile", 1, 1);
                      float before = kept.load(0);
                      kept.store(0, features[0]);
                      features[0] = Float.isNaN(before) ? features[0] : before;
                      return features;
                    }
                  },
              "repeat-run"));

  private ProjectionDataBugs() {}
}
