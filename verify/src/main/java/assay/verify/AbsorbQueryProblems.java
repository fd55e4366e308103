package assay.verify;

import assay.spec.AbsorbQuery.Problem;
import assay.spec.LatentUp;
import assay.spec.Model;
import assay.spec.Tensor.Axis;

/** Problems of {@link assay.spec.AbsorbQuery}. */
final class AbsorbQueryProblems {

  private AbsorbQueryProblems() {}

  static Problem small(Drawing drawing) {
    LatentUp up = ProjectionWeightsData.smallLatentUp(drawing);
    return problem(drawing, up, 2 * drawing.between(0, 8), drawing.between(0, 4));
  }

  static Problem like(Model model, long seed) {
    Drawing drawing = new Drawing(seed);
    LatentUp up = ProjectionWeightsData.latentUp(drawing, model);
    return problem(drawing, up, model.rope(), Drawing.MODEL_TOKENS);
  }

  static ProblemData data(Problem problem) {
    ProblemData.Builder data = new ProblemData.Builder();
    data.floats(
        "query",
        problem.query(),
        new Axis("n", problem.tokens()),
        new Axis("h", problem.up().heads()),
        new Axis("i", problem.keyWidth()));
    ProjectionWeightsData.add(data, problem.up());
    return data.scalar("rope", problem.rope()).build();
  }

  private static Problem problem(Drawing drawing, LatentUp up, int rope, int tokens) {
    int count = tokens * up.heads() * (up.nope() + rope);
    return new Problem(up, rope, drawing.normals(drawing.format(), count, drawing.magnitude()));
  }
}
