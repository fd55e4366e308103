package assay.golden;

import assay.spec.AbsorbQuery;
import assay.spec.AbsorbQuery.Problem;
import assay.spec.Implementation;
import assay.spec.Result;
import org.apache.commons.numbers.core.Sum;

/** {@link AbsorbQuery} as its formula reads, sums compensated. */
public final class AbsorbQueryFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    int width = problem.width();
    double[] q = new double[problem.tokens() * problem.up().heads() * width];
    for (int element = 0; element < q.length; element++) {
      int row = element / width;
      q[element] = feature(problem, row, row % problem.up().heads(), element % width);
    }
    return AbsorbQuery.result(problem, q);
  }

  /** Feature {@code i} of row (n, h). */
  private static double feature(Problem problem, int row, int h, int i) {
    int nope = problem.up().nope();
    long query = (long) row * problem.keyWidth();
    if (i >= problem.up().latent()) {
      return problem.query().get(query + nope + i - problem.up().latent());
    }
    Sum sum = Sum.create();
    for (int e = 0; e < nope; e++) {
      double weight = WeightFormula.at(problem.up().weights(), problem.up().keyRow(h) + e, i);
      sum.addProduct(problem.query().get(query + e), weight);
    }
    return sum.getAsDouble();
  }
}
