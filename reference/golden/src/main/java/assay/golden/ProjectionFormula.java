package assay.golden;

import assay.spec.Implementation;
import assay.spec.Projection;
import assay.spec.Projection.Problem;
import assay.spec.Result;
import org.apache.commons.numbers.core.Sum;

/** {@link Projection} as its formula reads, sums compensated. */
public final class ProjectionFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    int outputs = problem.weights().outputs();
    double[] y = new double[problem.tokens() * outputs];
    for (int element = 0; element < y.length; element++) {
      y[element] = dot(problem, element / outputs, element % outputs);
    }
    return Projection.result(problem, y);
  }

  private static double dot(Problem problem, int n, int o) {
    int inputs = problem.weights().inputs();
    Sum sum = Sum.create();
    for (int i = 0; i < inputs; i++) {
      double x = problem.x().get((long) n * inputs + i);
      sum.addProduct(x, WeightFormula.at(problem.weights(), o, i));
    }
    return sum.getAsDouble();
  }
}
