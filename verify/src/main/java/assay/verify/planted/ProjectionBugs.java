package assay.verify.planted;

import static assay.verify.planted.BugClass.PRODUCT;
import static assay.verify.planted.BugClass.TAIL;

import assay.spec.Projection;
import assay.spec.Projection.Problem;
import assay.verify.variant.LinearOptions;
import assay.verify.variant.ProjectionVariant;
import java.util.List;

/** Mistakes in a product's tiles and in the scales of its blocks. */
final class ProjectionBugs {

  private static final LinearOptions OPTIONS = LinearOptions.F32;

  private static final Mutant<Problem, ProjectionVariant.Maker> BUGS =
      new Mutant<>(
          Projection.OPERATOR, OPTIONS.contract(), maker -> ProjectionVariant.with(OPTIONS, maker));

  static final List<PlantedBug<?>> ALL =
      List.of(
          BUGS.of(
              PRODUCT,
              50,
              "the matrix is transposed",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float value(int output, int input) {
                      return values.load(input * values.stride() + output);
                    }
                  },
              "unit-vector"),
          BUGS.of(
              PRODUCT,
              51,
              "a block has the scale of the block beside it",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected int scaleColumn(int input) {
                      return Math.min(
                          super.scaleColumn(input) + 1, Math.toIntExact(scales.width()) - 1);
                    }
                  },
              "unit-vector"),
          BUGS.of(
              PRODUCT,
              52,
              "a block has the scale of the block below",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected int scaleRow(int output) {
                      return Math.min(super.scaleRow(output) + 1, scales.rows() - 1);
                    }
                  },
              "unit-vector"),
          BUGS.of(
              PRODUCT,
              53,
              "rows and columns of scales are exchanged",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float scale(int output, int input) {
                      return scales.load(scaleColumn(input) * scales.stride() + scaleRow(output));
                    }
                  },
              "unit-vector"),
          BUGS.of(
              PRODUCT,
              54,
              "scales are left out",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float unpacked(float code, float scale) {
                      return code;
                    }
                  },
              "scale-covariance"),
          BUGS.of(
              PRODUCT,
              55,
              "codes are divided by their scale",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected float unpacked(float code, float scale) {
                      return code / scale;
                    }
                  },
              "scale-covariance"),
          BUGS.of(
              TAIL,
              57,
              "the last tile is dropped where it is not full",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected int terms(int terms) {
                      return terms <= options.tileTerms()
                          ? terms
                          : terms / options.tileTerms() * options.tileTerms();
                    }
                  },
              "unit-vector"),
          BUGS.of(
              PRODUCT,
              57,
              "sums are added to what the result holds",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected void store(int n, float[] sums) {
                      for (int o = 0; o < sums.length; o++) {
                        sums[o] += y.load(n * y.stride() + o);
                      }
                      super.store(n, sums);
                    }
                  },
              "within-budget"),
          BUGS.of(
              PRODUCT,
              58,
              "a tile begins at the last term of the one before",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    @Override
                    protected void addTile(
                        float[] sums, float[] x, int first, int count, Factors factors) {
                      int begin = Math.max(0, first - 1);
                      super.addTile(sums, x, begin, first + count - begin, factors);
                    }
                  },
              "unit-vector"),
          BUGS.of(
              PRODUCT,
              59,
              "sums are not cleared between tokens",
              (memory, options, problem) ->
                  new ProjectionVariant(memory, options, problem) {
                    private final float[] kept = new float[weights.outputs()];

                    @Override
                    protected void store(int n, float[] sums) {
                      for (int o = 0; o < sums.length; o++) {
                        kept[o] += sums[o];
                        sums[o] = kept[o];
                      }
                      super.store(n, sums);
                    }
                  },
              "batch-independence"));

  private ProjectionBugs() {}
}
