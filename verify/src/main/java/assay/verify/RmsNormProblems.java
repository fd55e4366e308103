package assay.verify;

import assay.numerics.FloatFormat;
import assay.spec.Model;
import assay.spec.RmsNorm.Problem;
import assay.spec.Tensor.Axis;
import java.util.List;

/**
 * Problems of {@link assay.spec.RmsNorm}: odd widths, rows about as small as eps, peaked rows, rows
 * of zeros; a model's latents.
 */
final class RmsNormProblems {

  private static final double EPS = 1e-6;

  /** Of models, of none, and one that shows. */
  private static final List<Double> SMALL_EPS = List.of(EPS, 1e-5, 0.0, 1e-2);

  private static final List<Double> MAGNITUDES = List.of(1.0, 1e-3, 50.0, 1e-5);

  private RmsNormProblems() {}

  static Problem small(Drawing drawing) {
    int width = drawing.between(1, 200);
    int tokens = drawing.between(0, 4);
    double eps = drawing.pick(SMALL_EPS);
    Problem plain = problem(drawing, tokens, width, eps, drawing.pick(MAGNITUDES));
    return drawing.coin() ? aimed(drawing.details(), plain) : plain;
  }

  static Problem like(Model model, long seed) {
    Drawing drawing = new Drawing(seed);
    return problem(drawing, Drawing.MODEL_TOKENS, model.latent(), EPS, drawing.magnitude());
  }

  static ProblemData data(Problem problem) {
    Axis i = new Axis("i", problem.width());
    return new ProblemData.Builder()
        .floats("x", problem.x(), new Axis("n", problem.tokens()), i)
        .floats("weight", problem.weight(), i)
        .scalar("eps", problem.eps())
        .build();
  }

  private static Problem problem(
      Drawing drawing, int tokens, int width, double eps, double magnitude) {
    FloatFormat format = drawing.format();
    return new Problem(
        width,
        drawing.normals(format, tokens * width, magnitude),
        drawing.normals(format, width, 1),
        eps);
  }

  /**
   * Each row smaller, peaked, or zero, in the same memory; zeros only where eps makes them well.
   */
  private static Problem aimed(Drawing details, Problem problem) {
    for (int n = 0; n < problem.tokens(); n++) {
      int peak = details.between(0, problem.width() - 1);
      switch (details.between(1, 4)) {
        case 1 -> scale(problem, n, peak, 100, 1);
        case 2 -> scale(problem, n, peak, 0x1p-7, 0x1p-7);
        case 3 -> scale(problem, n, peak, problem.eps() > 0 ? 0 : 1, problem.eps() > 0 ? 0 : 1);
        default -> scale(problem, n, peak, 1, 0x1p-7);
      }
    }
    return problem;
  }

  private static void scale(Problem problem, int n, int peak, double atPeak, double elsewhere) {
    for (int i = 0; i < problem.width(); i++) {
      long at = (long) n * problem.width() + i;
      problem.x().set(at, problem.x().get(at) * (i == peak ? atPeak : elsewhere));
    }
  }
}
