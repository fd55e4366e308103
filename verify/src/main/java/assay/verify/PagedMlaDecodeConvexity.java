package assay.verify;

import assay.spec.PagedMlaDecode;
import assay.spec.PagedMlaDecode.Problem;
import assay.spec.Result;
import java.util.Arrays;

/** The range that the outputs of a row cannot leave: from the least value seen to the greatest. */
final class PagedMlaDecodeConvexity {

  private PagedMlaDecodeConvexity() {}

  /** {@code result} with each output moved into its range; rows that see no key are left alone. */
  static Result clamp(Problem problem, Result result) {
    double[] out = result.tensor("out").values().clone();
    int row = 0;
    for (int b = 0; b < problem.batch(); b++) {
      for (int s = 0; s < problem.queryTokens(); s++) {
        Range range = Range.of(problem, b, problem.visible(b, s));
        for (int h = 0; h < problem.heads(); h++) {
          range.clamp(out, row++ * problem.latent());
        }
      }
    }
    return PagedMlaDecode.result(problem, out, result.tensor("lseNats").values());
  }

  /** Least and greatest latent, feature by feature; empty where there is no key. */
  private record Range(double[] least, double[] greatest) {

    static Range of(Problem problem, int b, int visible) {
      int features = visible == 0 ? 0 : problem.latent();
      Range range = new Range(new double[features], new double[features]);
      Arrays.fill(range.least, Double.POSITIVE_INFINITY);
      Arrays.fill(range.greatest, Double.NEGATIVE_INFINITY);
      double[] values = new double[features];
      for (int t = 0; t < visible; t++) {
        problem.cache().read(b, t, 0, features, values, 0);
        range.include(values);
      }
      return range;
    }

    private void include(double[] values) {
      for (int d = 0; d < least.length; d++) {
        least[d] = Math.min(least[d], values[d]);
        greatest[d] = Math.max(greatest[d], values[d]);
      }
    }

    void clamp(double[] out, int offset) {
      for (int d = 0; d < least.length; d++) {
        out[offset + d] = clamp(out[offset + d], least[d], greatest[d]);
      }
    }

    /** A NaN is outside every range of numbers, so it becomes one. */
    private static double clamp(double value, double least, double greatest) {
      if (Double.isNaN(least)) {
        return value;
      }
      return Double.isNaN(value) ? least : Math.clamp(value, least, greatest);
    }
  }
}
