package assay.verify.planted;

import static assay.verify.planted.BugClass.HEADS;
import static assay.verify.planted.BugClass.LAYOUT;
import static assay.verify.planted.BugClass.POISON;
import static assay.verify.planted.BugClass.PRODUCT;
import static assay.verify.planted.BugClass.ROPE;
import static assay.verify.planted.BugClass.SCALE;
import static assay.verify.planted.BugClass.STATE;

import assay.spec.AbsorbQuery;
import assay.spec.AbsorbQuery.Problem;
import assay.verify.variant.AbsorbQueryVariant;
import assay.verify.variant.Buffer;
import assay.verify.variant.LinearOptions;
import java.util.List;

/** Mistakes in taking a query into latent space. */
final class AbsorbQueryBugs {

  private static final LinearOptions OPTIONS = LinearOptions.F32;

  private static final Mutant<Problem, AbsorbQueryVariant.Maker> BUGS =
      new Mutant<>(
          AbsorbQuery.OPERATOR,
          OPTIONS.contract(),
          maker -> AbsorbQueryVariant.with(OPTIONS, maker));

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              PRODUCT,
              70,
              "the query meets W_UV",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected int weightRow(int h) {
                      return super.weightRow(h) + up.value();
                    }
                  },
              "same-scores"),
          BUGS.of(
              PRODUCT,
              71,
              "a head's rows are those of its keys alone",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected int headRows() {
                      return up.nope();
                    }
                  },
              "same-scores"),
          BUGS.of(
              PRODUCT,
              72,
              "W_UK is transposed",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected float[] absorbed(float[] nope, int h) {
                      return products(
                          nope,
                          up.latent(),
                          (e, d) ->
                              values.load(
                                  weightRow(h) * values.stride() + (long) d * up.nope() + e));
                    }
                  },
              "unit-vector"),
          BUGS.of(
              ROPE,
              80,
              "roped features are left out",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected float[] rope(int n, int h) {
                      return new float[problem.rope()];
                    }
                  },
              "same-scores"),
          BUGS.of(
              ROPE,
              81,
              "every head has head 0's roped features",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected float[] rope(int n, int h) {
                      return super.rope(n, 0);
                    }
                  },
              "same-scores"),
          BUGS.of(
              ROPE,
              82,
              "roped features are taken from before the others",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected float[] nope(int n, int h) {
                      float[] features = new float[up.nope()];
                      query.load(inputIndex(n, h) + problem.rope(), features.length, features, 0);
                      return features;
                    }

                    @Override
                    protected float[] rope(int n, int h) {
                      float[] features = new float[problem.rope()];
                      query.load(inputIndex(n, h), features.length, features, 0);
                      return features;
                    }
                  },
              "same-scores"),
          BUGS.of(
              HEADS,
              81,
              "heads past 8 wrap around",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected int weightRow(int h) {
                      return super.weightRow(h % 8);
                    }
                  },
              "same-scores"),
          BUGS.of(
              PRODUCT,
              73,
              "sums run over the roped features too",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected float[] nope(int n, int h) {
                      float[] features = new float[problem.keyWidth()];
                      query.load(inputIndex(n, h), features.length, features, 0);
                      return features;
                    }
                  },
              "unit-vector"),
          BUGS.of(
              LAYOUT,
              83,
              "tokens of the result lie as those of the query",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected long outputIndex(int n, int h) {
                      return inputIndex(n, h);
                    }
                  },
              "within-budget"),
          BUGS.of(
              STATE,
              82,
              "sums are kept from head to head",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    private final float[] kept = new float[up.latent()];

                    @Override
                    protected float[] absorbed(float[] nope, int h) {
                      float[] own = super.absorbed(nope, h);
                      for (int d = 0; d < own.length; d++) {
                        kept[d] += own[d];
                        own[d] = kept[d];
                      }
                      return own;
                    }
                  },
              "within-budget",
              "batch-independence",
              "batch-permutation"),
          BUGS.of(
              POISON,
              81,
              "a NaN becomes 0",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected float output(float value) {
                      return Float.isNaN(value) ? 0 : super.output(value);
                    }
                  },
              "live-nan"),
          BUGS.of(
              STATE,
              83,
              "a head's first query feature is that of the run before",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected float[] nope(int n, int h) {
                      float[] features = super.nope(n, h);
                      Buffer kept = memory.workspace("feature", 1, 1);
                      float before = kept.load(0);
                      kept.store(0, features[0]);
                      features[0] = Float.isNaN(before) ? features[0] : before;
                      return features;
                    }
                  },
              "repeat-run"),
          BUGS.of(
              SCALE,
              80,
              "queries are scaled when they are absorbed, and the roped part is not",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected float[] absorbed(float[] nope, int h) {
                      float[] own = super.absorbed(nope, h);
                      for (int d = 0; d < own.length; d++) {
                        own[d] /= (float) Math.sqrt(problem.keyWidth());
                      }
                      return own;
                    }
                  },
              "same-scores"),
          BUGS.of(
              PRODUCT,
              74,
              "results are offset by a constant",
              (memory, options, problem) ->
                  new AbsorbQueryVariant(memory, options, problem) {
                    @Override
                    protected float output(float value) {
                      return super.output(value + 1e-3f);
                    }
                  },
              "zero",
              "power-of-two"));

  private AbsorbQueryBugs() {}
}
