package assay.verify;

import assay.numerics.Elements;
import assay.numerics.FloatFormat;
import assay.spec.CombineSplits.Problem;
import assay.spec.Model;
import assay.spec.Tensor.Axis;
import java.util.List;

/** Problems of {@link assay.spec.CombineSplits}: parts of unequal weight, some of them empty. */
final class CombineSplitsProblems {

  private static final int EMPTY_ONE_IN = 5;

  /** Parts that weigh alike, unequal parts, one part that is everything; in nats. */
  private static final List<Double> LSE_SPREADS = List.of(0.1, 5.0, 200.0);

  private CombineSplitsProblems() {}

  static Problem small(Drawing drawing) {
    Problem problem =
        problem(drawing, drawing.between(1, 9), drawing.between(0, 5), drawing.between(1, 40));
    double filler = drawing.pick(List.of(Double.NaN, Double.POSITIVE_INFINITY, 1e30));
    Problem poisoned = CombineSplitsTransform.withEmptyOut(problem, filler);
    return drawing.coin() ? CombineSplitsTransform.withOutsize(poisoned) : poisoned;
  }

  static Problem like(Model model, long seed) {
    Drawing drawing = new Drawing(seed);
    int rows = Drawing.MODEL_TOKENS * model.heads();
    return problem(drawing, drawing.between(2, 8), rows, model.latent());
  }

  static ProblemData data(Problem problem) {
    Axis k = new Axis("k", problem.parts());
    Axis n = new Axis("n", problem.rows());
    return new ProblemData.Builder()
        .floats("out", problem.out(), k, n, new Axis("d", problem.width()))
        .floats("lseNats", problem.lseNats(), k, n)
        .build();
  }

  private static Problem problem(Drawing drawing, int parts, int rows, int width) {
    FloatFormat format = drawing.format();
    Elements out = drawing.normals(format, parts * rows * width, drawing.magnitude());
    Elements lse = drawing.normals(FloatFormat.F32, parts * rows, drawing.pick(LSE_SPREADS));
    Drawing details = drawing.details();
    for (int i = 0; i < lse.count(); i++) {
      if (details.between(1, EMPTY_ONE_IN) == 1) {
        lse.set(i, Double.NEGATIVE_INFINITY);
      }
    }
    return new Problem(parts, width, out, lse);
  }
}
