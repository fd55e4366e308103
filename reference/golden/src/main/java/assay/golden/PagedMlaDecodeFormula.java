package assay.golden;

import assay.spec.Implementation;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.util.Arrays;
import org.apache.commons.numbers.core.Sum;

/**
 * {@link PagedMlaDecode} as its formula reads: naive loops, every sum compensated, {@link
 * StrictMath#exp}. The oracle of the golden model, for small problems.
 *
 * <p>Shares nothing with it but the conversion of cached bytes to numbers.
 */
public final class PagedMlaDecodeFormula implements Implementation<Problem> {

  @Override
  public Result run(Problem problem) {
    double[] out = new double[problem.rows() * problem.latent()];
    double[] lse = new double[problem.rows()];
    for (int row = 0; row < problem.rows(); row++) {
      lse[row] = attend(problem, row, out);
    }
    return PagedMlaDecode.result(problem, out, lse);
  }

  private static double attend(Problem problem, int row, double[] out) {
    int s = row / problem.heads() % problem.queryTokens();
    int b = row / problem.heads() / problem.queryTokens();
    double[] weights = new double[problem.visible(b, s)];
    for (int t = 0; t < weights.length; t++) {
      weights[t] = score(problem, row, problem.cache().read(b, t));
    }
    if (weights.length == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    double largest = Arrays.stream(weights).max().orElseThrow();
    Arrays.setAll(weights, t -> StrictMath.exp(weights[t] - largest));
    double sum = Sum.of(weights).getAsDouble();
    for (int d = 0; d < problem.latent(); d++) {
      out[row * problem.latent() + d] = weightedSum(problem.cache(), b, d, weights) / sum;
    }
    return largest + StrictMath.log(sum);
  }

  private static double score(Problem problem, int row, double[] key) {
    Sum dot = Sum.create();
    for (int i = 0; i < key.length; i++) {
      dot.addProduct(problem.query().get((long) row * key.length + i), key[i]);
    }
    return problem.scale() * dot.getAsDouble();
  }

  private static double weightedSum(PagedLatentCache cache, int b, int d, double[] weights) {
    Sum sum = Sum.create();
    double[] value = new double[1];
    for (int t = 0; t < weights.length; t++) {
      cache.read(b, t, d, 1, value, 0);
      sum.addProduct(weights[t], value[0]);
    }
    return sum.getAsDouble();
  }
}
