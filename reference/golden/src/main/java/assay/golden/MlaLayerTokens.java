package assay.golden;

import assay.golden.lanes.Lanes;
import assay.numerics.Elements;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;

/** What a layer makes of each token alone, for all tokens at once. */
final class MlaLayerTokens {

  private final Problem problem;
  private final MlaShape shape;
  private final MlaWeights weights;
  private final TokenSteps steps;

  MlaLayerTokens(Problem problem, Lanes lanes) {
    this.problem = problem;
    this.shape = problem.shape();
    this.weights = problem.weights();
    this.steps = new TokenSteps(problem.constants(), lanes, positions(problem));
  }

  /** [N, H, E + R], the rope part turned. */
  Elements queries() {
    Elements input = weights.queryDown().map(this::bottleneck).orElse(problem.hidden());
    int inputs = shape.hasQueryRank() ? shape.queryRank() : shape.hidden();
    double[] queries =
        steps
            .projected(input, inputs, weights.query(), shape.heads() * shape.keyWidth())
            .toDoubles();
    steps.rope(queries, shape.heads(), shape.nope(), shape.keyWidth());
    return Elements.of(queries);
  }

  private Elements bottleneck(MlaWeights.QueryDown down) {
    int rank = shape.queryRank();
    Elements compressed =
        steps.projected(problem.hidden(), shape.hidden(), down.projection(), rank);
    return steps.normed(compressed, rank, down.norm());
  }

  /** What goes to the cache. */
  Compressed compressed() {
    return Compressed.of(weights, steps, problem.hidden());
  }

  /** [N, hidden] of attention's values [N, H, V]. */
  double[] out(Elements values) {
    int inputs = shape.heads() * shape.value();
    return steps.projected(values, inputs, weights.output(), shape.hidden()).toDoubles();
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
