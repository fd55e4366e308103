package assay.verify.variant;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.MlaLayer.Problem;
import assay.spec.MlaShape;
import assay.spec.MlaWeights;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import assay.spec.RmsNorm;
import assay.spec.Rope;
import assay.spec.RotaryEmbedding;

/** The steps of a layer that concern a token alone. */
public abstract class MlaLayerSteps {

  protected final MlaLayerParts parts;
  protected final Problem problem;
  protected final MlaShape shape;
  protected final MlaWeights weights;

  protected MlaLayerSteps(MlaLayerParts parts, Problem problem) {
    this.parts = parts;
    this.problem = problem;
    this.shape = problem.shape();
    this.weights = problem.weights();
  }

  /** Where a token stands: its sequence, its step's first token, and its place in the step. */
  @FunctionalInterface
  protected interface Position {
    int of(int b, int first, int i);
  }

  /** What the layer is given. */
  protected Elements hidden() {
    return problem.hidden();
  }

  /** [N, H, E + R], turned. */
  protected Elements queries() {
    Elements input =
        weights.queryDown().isPresent() ? queryDown(weights.queryDown().get()) : hidden();
    int inputs = shape.hasQueryRank() ? shape.queryRank() : shape.hidden();
    Elements queries = projected(input, inputs, weights.query(), shape.heads() * shape.keyWidth());
    return queryTurned(queries);
  }

  /** [N, queryRank], normed. */
  protected Elements queryDown(MlaWeights.QueryDown down) {
    Elements x = projected(hidden(), shape.hidden(), down.projection(), shape.queryRank());
    return queryNormed(x, down.norm());
  }

  protected Elements queryNormed(Elements x, Elements weight) {
    return normed(x, shape.queryRank(), weight, problem.constants().normEps());
  }

  /** Queries with their last R features of each head turned. */
  protected Elements queryTurned(Elements queries) {
    int width = shape.keyWidth();
    Elements rope = columns(queries, width, shape.nope(), shape.rope());
    Elements nope = columns(queries, width, 0, shape.nope());
    return beside(nope, shape.nope(), turned(rope, shape.heads(), this::queryPosition));
  }

  /** [N, D + R]: latent, not normed, ‖ key, not turned. */
  protected Elements down() {
    return projected(hidden(), shape.hidden(), weights.latentDown(), shape.cacheWidth());
  }

  /** [N, D] as the cache gets it. */
  protected Elements latents(Elements down) {
    return latentNormed(columns(down, shape.cacheWidth(), 0, shape.latent()));
  }

  protected Elements latentNormed(Elements latents) {
    double eps = problem.constants().normEps();
    return normed(latents, shape.latent(), weights.latentNorm(), eps);
  }

  /** [N, R] as the cache gets it. */
  protected Elements keys(Elements down) {
    Elements keys = columns(down, shape.cacheWidth(), shape.latent(), shape.rope());
    return turned(keys, 1, this::keyPosition);
  }

  protected int queryPosition(int b, int first, int i) {
    return first + i;
  }

  protected int keyPosition(int b, int first, int i) {
    return first + i;
  }

  /** x times a matrix. */
  protected Elements projected(Elements x, int inputs, Elements matrix, int outputs) {
    ProjectionWeights dense = new ProjectionWeights.Dense(outputs, inputs, matrix);
    Projection.Problem product = new Projection.Problem(x, dense);
    return narrow(parts.projection().run(product).tensor("y").values());
  }

  protected Elements normed(Elements x, int width, Elements weight, double eps) {
    RmsNorm.Problem norm = new RmsNorm.Problem(width, x, weight, eps);
    return narrow(parts.norm().run(norm).tensor("y").values());
  }

  /** [N, heads, R] turned, where there is something to turn. */
  protected Elements turned(Elements x, int heads, Position position) {
    return problem
        .constants()
        .rope()
        .map(rope -> turned(rope, x, heads, positions(position)))
        .orElse(x);
  }

  protected Elements turned(Rope rope, Elements x, int heads, int... positions) {
    RotaryEmbedding.Problem rotation = new RotaryEmbedding.Problem(rope, heads, x, positions);
    return narrow(parts.rotation().run(rotation).tensor("y").values());
  }

  private int[] positions(Position position) {
    int[] positions = new int[problem.tokens()];
    int row = 0;
    for (int b = 0; b < problem.schedule().batch(); b++) {
      int first = 0;
      for (int step : problem.schedule().steps()[b]) {
        for (int i = 0; i < step; i++) {
          positions[row++] = position.of(b, first, i);
        }
        first += step;
      }
    }
    return positions;
  }

  /** Features {@code first} to before {@code first + count} of each row. */
  protected static Elements columns(Elements rows, int width, int first, int count) {
    int rowCount = Math.toIntExact(rows.count() / width);
    Elements part = Elements.allocate(FloatFormat.F32, rowCount * count);
    for (int row = 0; row < rowCount; row++) {
      for (int i = 0; i < count; i++) {
        part.set((long) row * count + i, rows.get((long) row * width + first + i));
      }
    }
    return part;
  }

  /** Rows of {@code first}, each with the row of {@code second} after it. */
  protected static Elements beside(Elements first, int firstWidth, Elements second) {
    int rows = Math.toIntExact(first.count() / firstWidth);
    int secondWidth = rows == 0 ? 0 : Math.toIntExact(second.count() / rows);
    int width = firstWidth + secondWidth;
    Elements both = Elements.allocate(FloatFormat.F32, rows * width);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < width; i++) {
        boolean inFirst = i < firstWidth;
        both.set(
            (long) row * width + i,
            inFirst
                ? first.get((long) row * firstWidth + i)
                : second.get((long) row * secondWidth + i - firstWidth));
      }
    }
    return both;
  }

  /** A kernel's result, which is F32 or narrower. */
  protected static Elements narrow(double... values) {
    return Elements.rounded(FloatFormat.F32, values);
  }
}
