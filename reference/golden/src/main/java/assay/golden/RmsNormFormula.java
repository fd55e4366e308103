package assay.golden;

import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.RmsNorm;
import assay.spec.RmsNorm.Problem;
import org.apache.commons.numbers.core.Sum;

/** {@link RmsNorm} as its formula reads, the sum of squares compensated. */
public final class RmsNormFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    double[] y = new double[Math.toIntExact(problem.x().count())];
    for (int element = 0; element < y.length; element++) {
      int i = element % problem.width();
      double root = Math.sqrt(problem.eps() + meanSquare(problem, element - i));
      y[element] = problem.x().get(element) * problem.weight().get(i) / root;
    }
    return RmsNorm.result(problem, y);
  }

  private static double meanSquare(Problem problem, int row) {
    Sum sum = Sum.create();
    for (int i = 0; i < problem.width(); i++) {
      sum.addProduct(problem.x().get(row + i), problem.x().get(row + i));
    }
    return sum.getAsDouble() / problem.width();
  }
}
