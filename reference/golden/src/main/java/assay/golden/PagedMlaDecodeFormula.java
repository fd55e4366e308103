package assay.golden;

import assay.numerics.BFloat16;
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
 * <p>Shares nothing with it but the conversion from bf16.
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
      weights[t] = score(problem, row, problem.cache().offset(b, t));
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

  private static double score(Problem problem, int row, int slot) {
    Sum dot = Sum.create();
    for (int i = 0; i < problem.width(); i++) {
      float query = BFloat16.toFloat(problem.query()[row * problem.width() + i]);
      float key = BFloat16.toFloat(problem.cache().slots()[slot + i]);
      dot.addProduct(query, key);
    }
    return problem.scale() * dot.getAsDouble();
  }

  private static double weightedSum(PagedLatentCache cache, int b, int d, double[] weights) {
    Sum sum = Sum.create();
    for (int t = 0; t < weights.length; t++) {
      sum.addProduct(weights[t], BFloat16.toFloat(cache.slots()[cache.offset(b, t) + d]));
    }
    return sum.getAsDouble();
  }
}
