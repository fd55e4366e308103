package assay.verify.planted;

import static assay.verify.planted.BugClass.ACCUMULATION;
import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.STATE;

import assay.numerics.FloatFormat;
import assay.spec.RotaryEmbedding;
import assay.spec.RotaryEmbedding.Problem;
import assay.verify.variant.Buffer;
import assay.verify.variant.Formats;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.RotaryEmbeddingVariant;
import java.util.List;

/** Mistakes in positions, tables, YaRN's ramp and memory. */
final class RotaryEmbeddingRowBugs {

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
              91,
              "the second feature is made of the turned first",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected void turn(int n, int h, int i) {
                      super.turn(n, h, i);
                      long row = (long) n * problem.heads() + h;
                      float first = y.load(row * y.stride() + first(i));
                      float second = feature(row, second(i));
                      float sine = sine(position(n, h), i);
                      float cosine = cosine(position(n, h), i);
                      y.store(row * y.stride() + second(i), output(first * sine + second * cosine));
                    }
                  },
              "norm-kept",
              "relative-shift"),
          BUGS.of(
              ROPE,
              92,
              "a token's position is that of its row",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected int position(int n, int h) {
                      return positions.load(
                          Math.min(problem.tokens() - 1, n * problem.heads() + h));
                    }
                  },
              "within-budget"),
          BUGS.of(
              ROPE,
              93,
              "positions wrap at 4096",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected int position(int n, int h) {
                      return super.position(n, h) % 4096;
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              ROPE,
              94,
              "positions are counted in fp16",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float angle(int position, int i) {
                      return Formats.round((float) position, FloatFormat.FP16) * frequency(i);
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              ROPE,
              95,
              "the last pair is not turned",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float angle(int position, int i) {
                      return i > 0 && i == rope.pairs() - 1 ? 0 : super.angle(position, i);
                    }
                  },
              "unit-vector"),
          BUGS.of(
              ROPE,
              96,
              "pairs take each other's frequency",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float frequency(int i) {
                      return super.frequency(rope.pairs() - 1 - i);
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              ROPE,
              97,
              "the ramp is not rounded to whole pairs",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float ramp(int i) {
                      double low = Math.max(0, pairTurning(rope.yarn().betaFast()));
                      double high = Math.min(rope.width() - 1, pairTurning(rope.yarn().betaSlow()));
                      return (float) Math.clamp((i - low) / Math.max(0.001, high - low), 0, 1);
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              ROPE,
              98,
              "the ramp's betas are exchanged",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float ramp(int i) {
                      double low = Math.max(0, Math.floor(pairTurning(rope.yarn().betaSlow())));
                      double high = Math.ceil(pairTurning(rope.yarn().betaFast()));
                      return (float)
                          Math.clamp((i - low) / (high == low ? 0.001 : high - low), 0, 1);
                    }
                  },
              "consecutive-positions"),
          BUGS.of(
              ROPE,
              99,
              "every token turns as the one before it",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected int position(int n, int h) {
                      return super.position(Math.max(0, n - 1), h);
                    }
                  },
              "batch-permutation",
              "batch-independence"),
          BUGS.of(
              ROPE,
              100,
              "small results are flushed",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float output(float value) {
                      return Math.abs(value) < 1e-4f ? 0 : value;
                    }
                  },
              "power-of-two"),
          BUGS.of(
              ROPE,
              101,
              "results are offset by a constant",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float output(float value) {
                      return super.output(value + 1e-3f);
                    }
                  },
              "zero"),
          BUGS.of(
              POISON,
              84,
              "a NaN becomes 0",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float output(float value) {
                      return Float.isNaN(value) ? 0 : super.output(value);
                    }
                  },
              "live-nan"),
          BUGS.of(
              STATE,
              87,
              "a token's features are those of the run before",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float feature(long row, int i) {
                      Buffer kept = memory.workspace("feature", 1, 1);
                      float before = kept.load(0);
                      float own = super.feature(row, i);
                      kept.store(0, own);
                      return row == 0 && i == 0 && !Float.isNaN(before) ? before : own;
                    }
                  },
              "repeat-run"),
          BUGS.of(
              ACCUMULATION,
              83,
              "cosines are rounded to bf16",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float factor(float value) {
                      return Formats.round(value, FloatFormat.BF16);
                    }
                  },
              "within-budget"),
          BUGS.of(
              LAYOUT,
              87,
              "heads lie a dense row apart",
              (memory, options, problem) ->
                  new RotaryEmbeddingVariant(memory, options, problem) {
                    @Override
                    protected float feature(long row, int i) {
                      return x.load(row * rope.width() + i);
                    }
                  },
              "within-budget"));

  private RotaryEmbeddingRowBugs() {}
}
