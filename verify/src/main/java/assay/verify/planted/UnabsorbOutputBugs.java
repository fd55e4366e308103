package assay.verify.planted;

import static assay.verify.planted.BugClass.ACCUMULATION;
import static assay.verify.planted.BugClass.HEADS;
import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.PRODUCT;
import static assay.verify.planted.BugClass.STATE;
import static assay.verify.planted.BugClass.TAIL;

import assay.numerics.FloatFormat;
import assay.spec.UnabsorbOutput;
import assay.spec.UnabsorbOutput.Problem;
import assay.verify.variant.Buffer;
import assay.verify.variant.Formats;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.UnabsorbOutputVariant;
import java.util.List;

/** Mistakes in taking an output out of latent space. */
final class UnabsorbOutputBugs {

  private static final LinearOptions OPTIONS = LinearOptions.F32;

  private static final Mutant<Problem, UnabsorbOutputVariant.Maker> BUGS =
      new Mutant<>(
          UnabsorbOutput.OPERATOR,
          OPTIONS.contract(),
          maker -> UnabsorbOutputVariant.with(OPTIONS, maker));

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              PRODUCT,
              80,
              "the output meets W_UK",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected int weightRow(int h) {
                      return super.weightRow(h) - up.nope();
                    }
                  },
              "unit-vector"),
          BUGS.of(
              PRODUCT,
              81,
              "a head's rows are those of its values alone",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected int weightRow(int h) {
                      return h * up.value() + up.nope();
                    }
                  },
              "unit-vector"),
          BUGS.of(
              PRODUCT,
              82,
              "a row of W is as wide as a head's keys",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected float value(int output, int input) {
                      return values.load((long) output * up.nope() + input);
                    }
                  },
              "unit-vector"),
          BUGS.of(
              HEADS,
              82,
              "heads are written in reverse",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected long outputIndex(int n, int h) {
                      return super.outputIndex(n, up.heads() - 1 - h);
                    }
                  },
              "unit-vector"),
          BUGS.of(
              HEADS,
              83,
              "all heads read head 0's output",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected float[] latent(int n, int h) {
                      return super.latent(n, 0);
                    }
                  },
              "within-budget"),
          BUGS.of(
              TAIL,
              83,
              "latents past a multiple of 8 are dropped",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected int terms(int terms) {
                      return terms < 8 ? terms : terms / 8 * 8;
                    }
                  },
              "unit-vector"),
          BUGS.of(
              LAYOUT,
              84,
              "tokens and heads are exchanged in the result",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected long outputIndex(int n, int h) {
                      return ((long) h * problem.tokens() + n) * out.stride();
                    }
                  },
              "batch-independence",
              "batch-permutation"),
          BUGS.of(
              LAYOUT,
              85,
              "a head of the input is as wide as the result's",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected long inputIndex(int n, int h) {
                      return (n * up.heads() + h) * out.stride();
                    }
                  },
              "within-budget"),
          BUGS.of(
              ACCUMULATION,
              82,
              "results are rounded to bf16 before a last F32 store",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected float output(float value) {
                      return Formats.round(value, FloatFormat.BF16);
                    }
                  },
              "within-budget"),
          BUGS.of(
              PRODUCT,
              83,
              "small results are flushed",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected float output(float value) {
                      return Math.abs(value) < 1e-3f ? 0 : value;
                    }
                  },
              "power-of-two"),
          BUGS.of(
              PRODUCT,
              84,
              "results are offset by a constant",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected float output(float value) {
                      return super.output(value + 1e-3f);
                    }
                  },
              "zero"),
          BUGS.of(
              POISON,
              82,
              "a NaN becomes 0",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected float output(float value) {
                      return Float.isNaN(value) ? 0 : super.output(value);
                    }
                  },
              "live-nan"),
          BUGS.of(
              STATE,
              84,
              "a latent is that of the run before",
              (memory, options, problem) ->
                  new UnabsorbOutputVariant(memory, options, problem) {
                    @Override
                    protected float[] latent(int n, int h) {
                      float[] features = super.latent(n, h);
                      Buffer kept = memory.workspace("latent", 1, 1);
                      float before = kept.load(0);
                      kept.store(0, features[0]);
                      features[0] = Float.isNaN(before) ? features[0] : before;
                      return features;
                    }
                  },
              "repeat-run"));

  private UnabsorbOutputBugs() {}
}
