package assay.verify.planted;

import static assay.verify.planted.BugClass.HEADS;
import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.PRODUCT;
import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.STATE;

import assay.spec.DecompressHeads;
import assay.spec.DecompressHeads.Problem;
import assay.verify.variant.Buffer;
import assay.verify.variant.DecompressHeadsVariant;
import assay.verify.variant.LinearOptions;
import java.util.List;

/** Mistakes in rebuilding keys and values. */
final class DecompressHeadsBugs {

  private static final LinearOptions OPTIONS = LinearOptions.F32;

  private static final Mutant<Problem, DecompressHeadsVariant.Maker> BUGS =
      new Mutant<>(
          DecompressHeads.OPERATOR,
          OPTIONS.contract(),
          maker -> DecompressHeadsVariant.with(OPTIONS, maker));

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              PRODUCT,
              90,
              "keys and values are exchanged",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected int keyRow(int head) {
                      return super.keyRow(head) + up.value();
                    }

                    @Override
                    protected int valueRow(int head) {
                      return super.keyRow(head);
                    }
                  },
              "values-as-unabsorbed"),
          BUGS.of(
              HEADS,
              84,
              "the first head asked for is head 0",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected int head(int h) {
                      return h;
                    }
                  },
              "head-alone"),
          BUGS.of(
              PRODUCT,
              91,
              "values lie after all heads' keys",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected int keyRow(int head) {
                      return head * up.nope();
                    }

                    @Override
                    protected int valueRow(int head) {
                      return up.heads() * up.nope() + head * up.value();
                    }
                  },
              "values-as-unabsorbed"),
          BUGS.of(
              ROPE,
              83,
              "only the first head gets the roped key",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected float[] rope(int n, int h) {
                      return h == 0 ? super.rope(n, h) : new float[problem.rope()];
                    }
                  },
              "head-alone"),
          BUGS.of(
              ROPE,
              84,
              "the roped key is taken from where a head's keys end",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected float[] rope(int n, int h) {
                      float[] features = new float[problem.rope()];
                      slots.load(n * slots.stride() + up.nope(), features.length, features, 0);
                      return features;
                    }
                  },
              "unit-vector"),
          BUGS.of(
              LAYOUT,
              86,
              "keys lie as far apart as their unroped part is wide",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected void head(int n, int h) {
                      super.head(n, h);
                      long row = (long) n * problem.headCount() + h;
                      float[] key = output(rowProducts(latent(n), keyRow(head(h)), up.nope()));
                      k.store(row * up.nope(), key.length, key, 0);
                    }
                  },
              "within-budget"),
          BUGS.of(
              PRODUCT,
              92,
              "sums run over the roped features too",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected float[] latent(int n) {
                      float[] features = new float[problem.slotWidth()];
                      slots.load(n * slots.stride(), features.length, features, 0);
                      return features;
                    }
                  },
              "within-budget"),
          BUGS.of(
              PRODUCT,
              93,
              "values are offset by a constant",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected float[] rowProducts(float[] x, int first, int count) {
                      float[] sums = super.rowProducts(x, first, count);
                      sums[0] += 1e-3f;
                      return sums;
                    }
                  },
              "zero",
              "power-of-two"),
          BUGS.of(
              STATE,
              85,
              "a slot's latents are those of the slot before",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected float[] latent(int n) {
                      return super.latent(Math.max(0, n - 1));
                    }
                  },
              "batch-independence",
              "batch-permutation"),
          BUGS.of(
              POISON,
              83,
              "a NaN becomes 0",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected float output(float value) {
                      return Float.isNaN(value) ? 0 : super.output(value);
                    }
                  },
              "live-nan"),
          BUGS.of(
              STATE,
              86,
              "a latent is that of the run before",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected float[] latent(int n) {
                      float[] features = super.latent(n);
                      Buffer kept = memory.workspace("latent", 1, 1);
                      float before = kept.load(0);
                      kept.store(0, features[0]);
                      features[0] = Float.isNaN(before) ? features[0] : before;
                      return features;
                    }
                  },
              "repeat-run"),
          BUGS.of(
              PRODUCT,
              94,
              "the value of the last head asked for is the first's",
              (memory, options, problem) ->
                  new DecompressHeadsVariant(memory, options, problem) {
                    @Override
                    protected int valueRow(int head) {
                      return super.valueRow(head == up.heads() - 1 ? 0 : head);
                    }
                  },
              "values-as-unabsorbed"));

  private DecompressHeadsBugs() {}
}
