package assay.verify;

import assay.numerics.Elements;
import assay.spec.Model;
import assay.spec.Projection.Problem;
import assay.spec.ProjectionWeights;
import assay.spec.Tensor.Axis;
import java.util.List;

/**
 * Problems of {@link assay.spec.Projection}: both kinds of weights; a model's way to the latent.
 */
final class ProjectionProblems {

  private ProjectionProblems() {}

  static Problem small(Drawing drawing) {
    int outputs = width(drawing);
    int inputs = width(drawing);
    ProjectionWeights weights = ProjectionWeightsData.draw(drawing, outputs, inputs);
    return new Problem(x(drawing, drawing.between(0, 5), inputs), weights);
  }

  /** Narrow, or about as wide as a block of scales or a little wider. */
  private static int width(Drawing drawing) {
    return drawing.coin() ? drawing.pick(List.of(129, 128, 127, 150)) : drawing.between(1, 40);
  }

  static Problem like(Model model, long seed) {
    Drawing drawing = new Drawing(seed);
    ProjectionWeights weights =
        ProjectionWeightsData.dense(drawing, model.cacheWidth(), model.hidden());
    return new Problem(x(drawing, Drawing.MODEL_TOKENS, model.hidden()), weights);
  }

  static ProblemData data(Problem problem) {
    Axis i = new Axis("i", problem.weights().inputs());
    ProblemData.Builder data =
        new ProblemData.Builder().floats("x", problem.x(), new Axis("n", problem.tokens()), i);
    ProjectionWeightsData.add(data, problem.weights());
    return data.build();
  }

  private static Elements x(Drawing drawing, int tokens, int inputs) {
    return drawing.normals(drawing.format(), tokens * inputs, drawing.magnitude());
  }
}
