package assay.golden;

import assay.spec.Implementation;
import assay.spec.Result;
import assay.spec.UnabsorbOutput;
import assay.spec.UnabsorbOutput.Problem;
import org.apache.commons.numbers.core.Sum;

/** {@link UnabsorbOutput} as its formula reads, sums compensated. */
public final class UnabsorbOutputFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    int width = problem.up().value();
    double[] out = new double[problem.tokens() * problem.up().heads() * width];
    for (int element = 0; element < out.length; element++) {
      int row = element / width;
      out[element] = value(problem, row, row % problem.up().heads(), element % width);
    }
    return UnabsorbOutput.result(problem, out);
  }

  /** Value {@code v} of row (n, h). */
  private static double value(Problem problem, int row, int h, int v) {
    int latent = problem.up().latent();
    Sum sum = Sum.create();
    for (int d = 0; d < latent; d++) {
      double weight = WeightFormula.at(problem.up().weights(), problem.up().valueRow(h) + v, d);
      sum.addProduct(problem.latentOut().get((long) row * latent + d), weight);
    }
    return sum.getAsDouble();
  }
}
