package assay.golden;

import assay.golden.lanes.FloatLanes;
import assay.golden.lanes.Widening;
import assay.spec.Implementation;
import assay.spec.Projection;
import assay.spec.Projection.Problem;
import assay.spec.ProjectionWeights;
import assay.spec.Result;
import assay.spec.UnsupportedProblem;

/**
 * {@link Projection} in F32 everywhere, of weights without scales: the yardstick of speed for the
 * golden model, and a subject that needs no device.
 */
public final class ProjectionF32 implements Implementation<Problem> {

  private final FloatLanes lanes;

  private ProjectionF32(FloatLanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static ProjectionF32 create() {
    return with(FloatLanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static ProjectionF32 with(FloatLanes lanes) {
    return new ProjectionF32(lanes);
  }

  @Override
  public Result run(Problem problem) {
    return switch (problem.weights()) {
      case ProjectionWeights.Dense dense -> run(problem, dense);
      case ProjectionWeights.BlockScaled scaled ->
          throw new UnsupportedProblem("weights have scales; they must be dense");
    };
  }

  private Result run(Problem problem, ProjectionWeights.Dense dense) {
    int tokens = problem.tokens();
    float[] x = new float[Math.toIntExact(problem.x().count())];
    Widening.copy(problem.x(), 0, x, 0, x.length);
    float[] y = new float[Math.multiplyExact(tokens, dense.outputs())];
    lanes.multiplyTransposed(x, dense.values(), y, tokens, dense.inputs(), dense.outputs());
    double[] exact = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      exact[i] = y[i];
    }
    return Projection.result(problem, exact);
  }
}
