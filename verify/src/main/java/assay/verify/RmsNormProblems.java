package assay.verify;

import assay.numerics.FloatFormat;
import assay.spec.Model;
import assay.spec.RmsNorm.Problem;
import assay.spec.Tensor.Axis;

/** Problems of {@link assay.spec.RmsNorm}: odd widths; a model's latents. */
final class RmsNormProblems {

  private static final double EPS = 1e-6;

  private RmsNormProblems() {}

  static Problem small(Drawing drawing) {
    int width = drawing.between(1, 200);
    return problem(drawing, drawing.between(0, 4), width, drawing.coin() ? EPS : 0);
  }

  static Problem like(Model model, long seed) {
    return problem(new Drawing(seed), Drawing.MODEL_TOKENS, model.latent(), EPS);
  }

  static ProblemData data(Problem problem) {
    Axis i = new Axis("i", problem.width());
    return new ProblemData.Builder()
        .floats("x", problem.x(), new Axis("n", problem.tokens()), i)
        .floats("weight", problem.weight(), i)
        .scalar("eps", problem.eps())
        .build();
  }

  private static Problem problem(Drawing drawing, int tokens, int width, double eps) {
    FloatFormat format = drawing.format();
    return new Problem(
        width,
        drawing.normals(format, tokens * width, drawing.magnitude()),
        drawing.normals(format, width, 1),
        eps);
  }
}
