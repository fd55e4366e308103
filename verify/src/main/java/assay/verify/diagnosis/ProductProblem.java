package assay.verify.diagnosis;

import assay.numerics.Elements;
import assay.spec.AbsorbQuery;
import assay.spec.DecompressHeads;
import assay.spec.LatentUp;
import assay.spec.Projection;
import assay.spec.ProjectionWeights;
import assay.spec.Result;
import assay.spec.UnabsorbOutput;
import java.util.List;
import java.util.function.Function;

/**
 * Sums of products of an input and a matrix of weights, as each of the projections has them.
 *
 * @param inputWidth numbers of a token of the input
 * @param parts one for each tensor of the result
 * @param heads first head and how many
 */
record ProductProblem(
    Elements input,
    ProjectionWeights weights,
    int tokens,
    int inputWidth,
    int firstHead,
    int heads,
    List<Part> parts,
    Function<double[][], Result> results) {

  /** A number of a head, a place in its output and a term of its sum. */
  @FunctionalInterface
  interface Index {
    int of(int h, int o, int j);
  }

  /**
   * One tensor: for each token and head, {@code products} sums and then {@code copies} features
   * that are only copied.
   *
   * @param from where in a token's input a head's term lies
   * @param row of the weights
   * @param column of the weights
   * @param copy where in a token's input a copied feature lies
   */
  record Part(
      int products, int copies, int terms, Index from, Index row, Index column, Index copy) {

    int width() {
      return products + copies;
    }
  }

  static ProductProblem of(Projection.Problem p) {
    int inputs = p.weights().inputs();
    Part part =
        new Part(
            p.weights().outputs(),
            0,
            inputs,
            (h, o, j) -> j,
            (h, o, j) -> o,
            (h, o, j) -> j,
            (h, o, j) -> 0);
    return new ProductProblem(
        p.x(),
        p.weights(),
        p.tokens(),
        inputs,
        0,
        1,
        List.of(part),
        values -> Projection.result(p, values[0]));
  }

  static ProductProblem of(AbsorbQuery.Problem p) {
    LatentUp up = p.up();
    int width = p.keyWidth();
    Part part =
        new Part(
            up.latent(),
            p.rope(),
            up.nope(),
            (h, o, j) -> h * width + j,
            (h, o, j) -> up.keyRow(h) + j,
            (h, o, j) -> o,
            (h, o, j) -> h * width + up.nope() + o);
    return new ProductProblem(
        p.query(),
        up.weights(),
        p.tokens(),
        up.heads() * width,
        0,
        up.heads(),
        List.of(part),
        values -> AbsorbQuery.result(p, values[0]));
  }

  static ProductProblem of(UnabsorbOutput.Problem p) {
    LatentUp up = p.up();
    Part part =
        new Part(
            up.value(),
            0,
            up.latent(),
            (h, o, j) -> h * up.latent() + j,
            (h, o, j) -> up.valueRow(h) + o,
            (h, o, j) -> j,
            (h, o, j) -> 0);
    return new ProductProblem(
        p.latentOut(),
        up.weights(),
        p.tokens(),
        up.heads() * up.latent(),
        0,
        up.heads(),
        List.of(part),
        values -> UnabsorbOutput.result(p, values[0]));
  }

  static ProductProblem of(DecompressHeads.Problem p) {
    LatentUp up = p.up();
    Index latent = (h, o, j) -> j;
    Part keys =
        new Part(
            up.nope(),
            p.rope(),
            up.latent(),
            latent,
            (h, o, j) -> up.keyRow(h) + o,
            latent,
            (h, o, j) -> up.latent() + o);
    Part values =
        new Part(
            up.value(),
            0,
            up.latent(),
            latent,
            (h, o, j) -> up.valueRow(h) + o,
            latent,
            (h, o, j) -> 0);
    return new ProductProblem(
        p.slots(),
        up.weights(),
        p.tokens(),
        p.slotWidth(),
        p.firstHead(),
        p.headCount(),
        List.of(keys, values),
        made -> DecompressHeads.result(p, made[0], made[1]));
  }

  /** Elements of the result times terms. */
  long work() {
    return parts.stream().mapToLong(p -> (long) tokens * heads * p.products() * p.terms()).sum();
  }

  double scale(int row, int column) {
    return weights instanceof ProjectionWeights.BlockScaled scaled
        ? scaled.scales().get(scaled.scaleIndex(row, column))
        : 1;
  }

  /** What is stored, without its scale; 0 outside. */
  double stored(int row, int column) {
    if (row < 0 || row >= weights.outputs() || column < 0 || column >= weights.inputs()) {
      return 0;
    }
    long index = (long) row * weights.inputs() + column;
    return switch (weights) {
      case ProjectionWeights.Dense dense -> dense.values().get(index);
      case ProjectionWeights.BlockScaled scaled -> scaled.codes().get(index);
    };
  }
}
