package assay.golden;

import assay.golden.lanes.Lanes;
import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.RmsNorm;
import assay.spec.RmsNorm.Problem;

/** {@link RmsNorm} in binary64. */
public final class RmsNormReference implements Implementation<Problem> {

  private final Lanes lanes;

  private RmsNormReference(Lanes lanes) {
    this.lanes = lanes;
  }

  /** With the fastest lanes of this machine. */
  public static RmsNormReference create() {
    return with(Lanes.best());
  }

  /** With these lanes; the results are the same bits. */
  public static RmsNormReference with(Lanes lanes) {
    return new RmsNormReference(lanes);
  }

  @Override
  public Result run(Problem problem) {
    double[] y = new double[problem.x().length];
    for (int n = 0; n < problem.tokens(); n++) {
      norm(problem, n * problem.width(), y);
    }
    return RmsNorm.result(problem, y);
  }

  private void norm(Problem problem, int row, double[] y) {
    double[] x = problem.x();
    double meanSquare = lanes.dot(x, row, x, row, problem.width()) / problem.width();
    double factor = 1 / Math.sqrt(meanSquare + problem.eps());
    for (int i = 0; i < problem.width(); i++) {
      y[row + i] = x[row + i] * factor * problem.weight()[i];
    }
  }
}
