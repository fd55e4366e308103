package assay.golden;

import assay.spec.CombineSplits;
import assay.spec.CombineSplits.Problem;
import assay.spec.Implementation;
import assay.spec.Result;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.numbers.core.Sum;

/** {@link CombineSplits} as its formula reads, sums compensated, empty parts left out. */
public final class CombineSplitsFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    double[] out = new double[problem.rows() * problem.width()];
    double[] lse = new double[problem.rows()];
    for (int row = 0; row < problem.rows(); row++) {
      lse[row] = merge(problem, row, out);
    }
    return CombineSplits.result(problem, out, lse);
  }

  private static double merge(Problem problem, int row, double[] out) {
    int[] parts =
        IntStream.range(0, problem.parts())
            .filter(k -> lse(problem, row, k) != Double.NEGATIVE_INFINITY)
            .toArray();
    if (parts.length == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double largest =
        Arrays.stream(parts).mapToDouble(k -> lse(problem, row, k)).max().getAsDouble();
    double[] weights =
        Arrays.stream(parts)
            .mapToDouble(k -> StrictMath.exp(lse(problem, row, k) - largest))
            .toArray();
    double total = Sum.of(weights).getAsDouble();
    for (int d = 0; d < problem.width(); d++) {
      Sum sum = Sum.create();
      for (int i = 0; i < parts.length; i++) {
        long element = ((long) parts[i] * problem.rows() + row) * problem.width() + d;
        sum.addProduct(weights[i], problem.out().get(element));
      }
      out[row * problem.width() + d] = sum.getAsDouble() / total;
    }
    return largest + StrictMath.log(total);
  }

  private static double lse(Problem problem, int row, int k) {
    return problem.lseNats().get((long) k * problem.rows() + row);
  }
}
