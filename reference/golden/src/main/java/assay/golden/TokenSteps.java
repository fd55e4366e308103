package assay.golden;

import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.spec.MlaLayer.Constants;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import assay.spec.RmsNorm;
import assay.spec.RotaryEmbedding;

/** The golden models of what a layer does to each token alone. */
final class TokenSteps {

  private final Constants constants;
  private final Lanes lanes;
  private final int[] positions;

  /**
   * @param constants of the layer
   * @param positions [N], of the tokens
   */
  TokenSteps(Constants constants, Lanes lanes, int... positions) {
    this.constants = constants;
    this.lanes = lanes;
    this.positions = positions;
  }

  /** [N, outputs] of x [N, inputs]. */
  Elements projected(Elements x, int inputs, Elements matrix, int outputs) {
    ProjectionWeights dense = new ProjectionWeights.Dense(outputs, inputs, matrix);
    Projection.Problem projection = new Projection.Problem(x, dense);
    return Elements.of(ProjectionReference.with(lanes).run(projection).tensor("y").values());
  }

  /** [N, width]. */
  Elements normed(Elements x, int width, Elements weight) {
    RmsNorm.Problem norm = new RmsNorm.Problem(width, x, weight, constants.normEps());
    return Elements.of(RmsNormReference.with(lanes).run(norm).tensor("y").values());
  }

  /** Turns the R features from {@code first} on of every row of {@code width}. */
  void rope(double[] rows, int heads, int first, int width) {
    constants
        .rope()
        .ifPresent(rope -> {
          Elements x = Elements.of(columns(rows, width, first, rope.width()));
          var turn = new RotaryEmbedding.Problem(rope, heads, x, positions);
          double[] y = RotaryEmbeddingReference.create().run(turn).tensor("y").values();
          put(y, rows, width, first, rope.width());
        });
  }

  /** Features {@code first} to before {@code first + count} of every row of {@code width}. */
  static double[] columns(double[] rows, int width, int first, int count) {
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
}
