package assay.golden;

import assay.numerics.BFloat16;
import assay.spec.PagedLatentCache;
import assay.spec.PagedMlaDecode.Problem;

/** Magnitudes of one sequence's keys. */
final class KeyNorms {

  private final double[] norms;
  private final double[] largestSoFar;

  private KeyNorms(int keys) {
    this.norms = new double[keys];
    this.largestSoFar = new double[keys];
  }

  static KeyNorms of(Problem problem, int b) {
    PagedLatentCache cache = problem.cache();
    KeyNorms result = new KeyNorms(cache.lengths()[b]);
    double largest = 0;
    for (int t = 0; t < result.count(); t++) {
      int offset = cache.offset(b, t);
      double sum = 0;
      for (int i = 0; i < problem.width(); i++) {
        double element = BFloat16.toFloat(cache.slots()[offset + i]);
        sum = Math.fma(element, element, sum);
        largest = i < problem.latent() ? Math.max(largest, Math.abs(element)) : largest;
      }
      result.norms[t] = Math.sqrt(sum);
      result.largestSoFar[t] = largest;
    }
    return result;
  }

  int count() {
    return norms.length;
  }

  /** ‖k_t‖. */
  double norm(int t) {
    return norms[t];
  }

  /** The largest |c| among the first {@code keys} keys; at least one. */
  double largestLatent(int keys) {
    return largestSoFar[keys - 1];
  }
}
