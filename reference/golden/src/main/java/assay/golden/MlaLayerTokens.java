package assay.golden;

import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import assay.spec.RmsNorm;
import assay.spec.RotaryEmbedding;

/** What a layer makes of each token alone, for all tokens at once. */
final class MlaLayerTokens {

  private final Problem problem;
  private final MlaShape shape;
  private final MlaWeights weights;
  private final Lanes lanes;
  private final int[] positions;

  MlaLayerTokens(Problem problem, Lanes lanes) {
    this.problem = problem;
    this.shape = problem.shape();
    this.weights = problem.weights();
    this.lanes = lanes;
    this.positions = positions(problem);
  }

  /** [N, H, E + R], the rope part turned. */
  Elements queries() {
    Elements input =
        weights
            .queryDown()
            .map(down ->
                normed(
                    projected(
                        problem.hidden(), shape.hidden(), down.projection(), shape.queryRank()),
                    shape.queryRank(),
                    down.norm()))
            .orElse(problem.hidden());
    int inputs = shape.hasQueryRank() ? shape.queryRank() : shape.hidden();
    double[] queries =
        projected(input, inputs, weights.query(), shape.heads() * shape.keyWidth()).toDoubles();
    rope(queries, shape.heads(), shape.nope(), shape.keyWidth());
    return Elements.of(queries);
  }

  /**
   * What goes to the cache.
   *
   * @param latents [N, D], normed
   * @param keys [N, R], turned
   */
  record Stored(Elements latents, Elements keys) {}

  Stored stored() {
    int width = shape.cacheWidth();
    double[] down =
        projected(problem.hidden(), shape.hidden(), weights.latentDown(), width).toDoubles();
    Elements latents = Elements.of(columns(down, width, 0, shape.latent()));
    double[] keys = columns(down, width, shape.latent(), shape.rope());
    rope(keys, 1, 0, shape.rope());
    return new Stored(
        normed(latents, shape.latent(), weights.latentNorm()), Elements.of(keys));
  }

  /** [N, hidden] of attention's values [N, H, V]. */
  double[] out(Elements values) {
    int inputs = shape.heads() * shape.value();
    return projected(values, inputs, weights.output(), shape.hidden()).toDoubles();
  }

  private Elements projected(Elements x, int inputs, Elements matrix, int outputs) {
    ProjectionWeights dense = new ProjectionWeights.Dense(outputs, inputs, matrix);
    Projection.Problem projection = new Projection.Problem(x, dense);
    return Elements.of(ProjectionReference.with(lanes).run(projection).tensor("y").values());
  }

  private Elements normed(Elements x, int width, Elements weight) {
    RmsNorm.Problem norm = new RmsNorm.Problem(width, x, weight, problem.constants().normEps());
    return Elements.of(RmsNormReference.with(lanes).run(norm).tensor("y").values());
  }

  /** Turns the R features from {@code first} on of every row of {@code width}. */
  private void rope(double[] rows, int heads, int first, int width) {
    problem
        .constants()
        .rope()
        .ifPresent(rope -> {
          Elements x = Elements.of(columns(rows, width, first, rope.width()));
          var turn = new RotaryEmbedding.Problem(rope, heads, x, positions);
          double[] y = RotaryEmbeddingReference.create().run(turn).tensor("y").values();
          put(y, rows, width, first, rope.width());
        });
  }

  private static double[] columns(double[] rows, int width, int first, int count) {
    double[] part = new double[rows.length / width * count];
    for (int row = 0; row < rows.length / width; row++) {
      System.arraycopy(rows, row * width + first, part, row * count, count);
    }
    return part;
  }

  private static void put(double[] part, double[] rows, int width, int first, int count) {
    for (int row = 0; row < rows.length / width; row++) {
      System.arraycopy(part, row * count, rows, row * width + first, count);
    }
  }

  private static int[] positions(Problem problem) {
    int[] positions = new int[problem.tokens()];
    for (int b = 0; b < problem.schedule().batch(); b++) {
      int row = problem.schedule().firstRow(b);
      for (int n = 0; n < problem.schedule().tokens(b); n++) {
        positions[row + n] = n;
      }
    }
    return positions;
  }
}
