package assay.verify;

import assay.spec.DecompressHeads.Problem;
import assay.spec.LatentUp;
import assay.spec.Model;
import assay.spec.Tensor.Axis;

/** Problems of {@link assay.spec.DecompressHeads}: all heads, or some. */
final class DecompressHeadsProblems {

  private DecompressHeadsProblems() {}

  static Problem small(Drawing drawing) {
    LatentUp up = ProjectionWeightsData.smallLatentUp(drawing);
    Problem all = problem(drawing, up, 2 * drawing.between(0, 8), drawing.between(0, 4));
    return drawing.coin() ? all : all.head(drawing.between(0, up.heads() - 1));
  }

  static Problem like(Model model, long seed) {
    Drawing drawing = new Drawing(seed);
    LatentUp up = ProjectionWeightsData.latentUp(drawing, model);
    return problem(drawing, up, model.rope(), Drawing.MODEL_TOKENS);
  }

  static ProblemData data(Problem problem) {
    ProblemData.Builder data = new ProblemData.Builder();
    data.floats(
        "slots",
        problem.slots(),
        new Axis("n", problem.tokens()),
        new Axis("i", problem.slotWidth()));
    ProjectionWeightsData.add(data, problem.up());
    return data.scalar("rope", problem.rope())
        .scalar("firstHead", problem.firstHead())
        .scalar("headCount", problem.headCount())
        .build();
  }

  private static Problem problem(Drawing drawing, LatentUp up, int rope, int tokens) {
    int count = tokens * (up.latent() + rope);
    return Problem.allHeads(
        up, rope, drawing.normals(drawing.format(), count, drawing.magnitude()));
  }
}
