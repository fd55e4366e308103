package assay.golden;

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
    double[] key = new double[problem.width()];
    double largest = 0;
    for (int t = 0; t < result.count(); t++) {
      cache.read(b, t, 0, key.length, key, 0);
      double sum = 0;
      for (int i = 0; i < key.length; i++) {
        sum = Math.fma(key[i], key[i], sum);
        largest = i < problem.latent() ? Math.max(largest, Math.abs(key[i])) : largest;
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
