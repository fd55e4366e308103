package assay.verify;

import assay.spec.LatentUp;
import assay.spec.Model;
import assay.spec.Tensor.Axis;
import assay.spec.UnabsorbOutput.Problem;

/** Problems of {@link assay.spec.UnabsorbOutput}. */
final class UnabsorbOutputProblems {

  private UnabsorbOutputProblems() {}

  static Problem small(Drawing drawing) {
    LatentUp up = ProjectionWeightsData.smallLatentUp(drawing);
    return problem(drawing, up, drawing.between(0, 4));
  }

  static Problem like(Model model, long seed) {
    Drawing drawing = new Drawing(seed);
    return problem(drawing, ProjectionWeightsData.latentUp(drawing, model), Drawing.MODEL_TOKENS);
  }

  static ProblemData data(Problem problem) {
    ProblemData.Builder data = new ProblemData.Builder();
    data.floats(
        "latentOut",
        problem.latentOut(),
        new Axis("n", problem.tokens()),
        new Axis("h", problem.up().heads()),
        new Axis("d", problem.up().latent()));
    ProjectionWeightsData.add(data, problem.up());
    return data.build();
  }

  private static Problem problem(Drawing drawing, LatentUp up, int tokens) {
    int count = tokens * up.heads() * up.latent();
    return new Problem(up, drawing.normals(drawing.format(), count, drawing.magnitude()));
  }
}
